package dev.spoor.vql.library;

import static dev.spoor.vql.catalog.ArgumentType.STRING;
import static dev.spoor.vql.catalog.ArgumentType.STRINGS;

import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Functions over the text of paths; no file is looked at.
final class PathFunctions {
  private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:([\\\\/].*)?$", Pattern.DOTALL);

  private PathFunctions() {}

  static List<VqlFunction> all() {
    return List.of(
        VqlFunction.of(
            path("basename", "The last part of a path.").build(),
            call -> {
              List<String> parts = parts(call, call.text("path"));
              return VqlString.of(parts.isEmpty() ? "" : parts.getLast());
            }),
        VqlFunction.of(
            path("dirname", "A path without its last part.").build(),
            call -> {
              String path = call.text("path");
              List<String> parts = parts(call, path);
              return VqlString.of(
                  joined(call, path, parts.subList(0, Math.max(0, parts.size() - 1))));
            }),
        VqlFunction.of(
            path("path_split", "The parts of a path as an array.").build(),
            call -> Values.of(parts(call, call.text("path")))),
        VqlFunction.of(
            Signature.named("path_join", "A path from its parts.")
                .required("components", STRINGS, "the parts")
                .optional("sep", STRING, "what stands between them, /")
                .optional("path_type", STRING, "linux or windows")
                .needs(Permissions.none())
                .pure()
                .build(),
            PathFunctions::join),
        VqlFunction.of(
            Signature.named("relpath", "A path as seen from another; itself if it is not inside.")
                .required("path", STRING, "the path")
                .required("base", STRING, "where it is seen from")
                .optional("sep", STRING, "what stands between the parts")
                .optional("path_type", STRING, "linux or windows")
                .needs(Permissions.none())
                .pure()
                .build(),
            PathFunctions::relative));
  }

  private static Signature.Builder path(String name, String help) {
    return Signature.named(name, help)
        .required("path", STRING, "the path")
        .optional("sep", STRING, "what stands between the parts")
        .optional("path_type", STRING, "linux or windows; a drive letter tells if not given")
        .needs(Permissions.none())
        .pure();
  }

  private static boolean isWindows(FunctionCall call, String path) {
    String type = call.text("path_type");
    return switch (type) {
      case "windows", "ntfs", "registry" -> true;
      case "" -> DRIVE.matcher(path).matches() || path.startsWith("\\\\");
      default -> false;
    };
  }

  /// Parts of a path. In the Windows form `"…"` keeps separators in one part, and the device of a
  /// shadow copy is one part.
  private static List<String> parts(FunctionCall call, String path) {
    List<String> parts = new ArrayList<>();
    String separators = separators(call, path);
    boolean quotes = isWindows(call, path);
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (quotes && c == '"') {
        quoted = !quoted;
      } else if (!quoted && separators.indexOf(c) >= 0) {
        add(parts, part);
      } else {
        part.append(c);
      }
    }
    add(parts, part);
    return parts;
  }

  private static void add(List<String> parts, StringBuilder part) {
    if (!part.isEmpty()) {
      parts.add(part.toString());
      part.setLength(0);
    }
  }

  private static String separators(FunctionCall call, String path) {
    String given = call.text("sep");
    return given.isEmpty() ? (isWindows(call, path) ? "\\/" : "/") : given;
  }

  private static String joined(FunctionCall call, String path, List<String> parts) {
    boolean windows = isWindows(call, path);
    String separator = separators(call, path).substring(0, 1);
    String start =
        !windows && path.startsWith(separator) ? separator : path.startsWith("\\\\") ? "\\\\" : "";
    return start + String.join(separator, parts);
  }

  private static Object join(FunctionCall call) {
    List<String> given = call.texts("components");
    String first = given.isEmpty() ? "" : given.getFirst();
    List<String> parts = new ArrayList<>();
    given.forEach(component -> parts.addAll(parts(call, component)));
    return VqlString.of(joined(call, first, parts));
  }

  private static Object relative(FunctionCall call) {
    String path = call.text("path");
    List<String> base = parts(call, call.text("base"));
    List<String> parts = parts(call, path);
    boolean isInside = parts.size() >= base.size() && parts.subList(0, base.size()).equals(base);
    String separator = separators(call, path).substring(0, 1);
    return isInside
        ? VqlString.of(String.join(separator, parts.subList(base.size(), parts.size())))
        : VqlString.of(path);
  }
}
