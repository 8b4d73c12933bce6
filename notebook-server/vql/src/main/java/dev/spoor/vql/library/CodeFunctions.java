package dev.spoor.vql.library;

import static dev.spoor.vql.catalog.ArgumentType.BOOL;
import static dev.spoor.vql.catalog.ArgumentType.DICT;
import static dev.spoor.vql.catalog.ArgumentType.FLOAT;
import static dev.spoor.vql.catalog.ArgumentType.INT;
import static dev.spoor.vql.catalog.ArgumentType.STRING;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Functions over encoded and composed text: command lines, UTF-16, addresses, obfuscation.
final class CodeFunctions {
  private CodeFunctions() {}

  static List<VqlFunction> all() {
    return List.of(
        VqlFunction.of(
            pure("xor", "The bytes of a string, each combined with a byte of a key by XOR.")
                .required("string", STRING, "the bytes")
                .required("key", STRING, "the key, used again and again")
                .build(),
            CodeFunctions::xor),
        VqlFunction.of(
            pure("rot13", "Each Latin letter moved by 13 places.")
                .required("string", STRING, "the text")
                .build(),
            CodeFunctions::rot13),
        VqlFunction.of(
            pure("entropy", "The bits of information per byte of a string, 0 to 8.")
                .required("string", STRING, "the bytes")
                .build(),
            CodeFunctions::entropy),
        VqlFunction.of(
            pure("utf16", "The text that UTF-16 (little endian) bytes stand for.")
                .required("string", STRING, "the bytes")
                .build(),
            call ->
                VqlString.of(new String(call.string("string").bytes(), StandardCharsets.UTF_16LE))),
        VqlFunction.of(
            pure("utf16_encode", "The text as UTF-16 (little endian) bytes.")
                .required("string", STRING, "the text")
                .build(),
            call -> VqlString.ofBytes(call.text("string").getBytes(StandardCharsets.UTF_16LE))),
        VqlFunction.of(
            pure("humanize", "A number of bytes as people write it.")
                .optional("bytes", INT, "in powers of 1000: 1.5 MB")
                .optional("iec", INT, "in powers of 1024: 1.5 MiB")
                .build(),
            CodeFunctions::humanize),
        VqlFunction.of(
            pure("commandline_split", "A command line as its arguments.")
                .required("command", STRING, "the command line")
                .optional("bash_style", BOOL, "by the rules of a shell, not of Windows")
                .build(),
            call ->
                Values.of(
                    call.bool("bash_style", false)
                        ? CommandLine.ofShell(call.text("command"))
                        : CommandLine.ofWindows(call.text("command")))),
        VqlFunction.of(
            pure("regex_transform", "Replaces what any of several regular expressions finds.")
                .required("source", STRING, "the text")
                .required("map", DICT, "regular expressions and their replacements")
                .optional("key", STRING, "not needed here")
                .build(),
            CodeFunctions::regexTransform),
        VqlFunction.of(
            pure("url", "The parts of a URL, or a URL from its parts.")
                .optional("parse", STRING, "the URL to take apart")
                .optional("scheme", STRING, "https, http, …")
                .optional("host", STRING, "host, with a port if there is one")
                .optional("path", STRING, "path")
                .optional("fragment", STRING, "what follows #")
                .optional("query", DICT, "the parameters")
                .build(),
            CodeFunctions::url),
        VqlFunction.of(
            Signature.named("rate", "How fast x grows with y, from the last row to this one.")
                .required("x", FLOAT, "the counter")
                .required("y", FLOAT, "what it is divided by, often a time")
                .needs(Permissions.none())
                .aggregate()
                .build(),
            CodeFunctions::rate));
  }

  private static Signature.Builder pure(String name, String help) {
    return Signature.named(name, help).needs(Permissions.none()).pure();
  }

  private static Object xor(FunctionCall call) {
    byte[] bytes = call.string("string").bytes().clone();
    byte[] key = call.string("key").bytes();
    if (key.length == 0) {
      throw call.refuse("key must not be empty");
    }
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= key[i % key.length];
    }
    return VqlString.ofBytes(bytes);
  }

  private static Object rot13(FunctionCall call) {
    byte[] bytes = call.string("string").bytes().clone();
    for (int i = 0; i < bytes.length; i++) {
      int base = bytes[i] | 0x20;
      if (base >= 'a' && base <= 'z') {
        bytes[i] += (byte) (base < 'n' ? 13 : -13);
      }
    }
    return VqlString.ofBytes(bytes);
  }

  private static Object entropy(FunctionCall call) {
    byte[] bytes = call.string("string").bytes();
    int[] counts = new int[256];
    for (byte b : bytes) {
      counts[b & 0xff]++;
    }
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / bytes.length;
        bits -= share * Math.log(share) / Math.log(2);
      }
    }
    return bits;
  }

  private static Object humanize(FunctionCall call) {
    boolean binary = call.has("iec");
    double size = call.integer(binary ? "iec" : "bytes", 0);
    double step = binary ? 1024 : 1000;
    String[] units =
        binary
            ? new String[] {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}
            : new String[] {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    int unit = 0;
    while (Math.abs(size) >= step && unit < units.length - 1) {
      size /= step;
      unit++;
    }
    String form = unit == 0 || Math.abs(size) >= 10 ? "%.0f %s" : "%.1f %s";
    return VqlString.of(String.format(Locale.ROOT, form, size, units[unit]));
  }

  /// One pass over the text: what one expression put in is not looked at by the next.
  private static Object regexTransform(FunctionCall call) {
    Row map = call.dict("map");
    String source = call.text("source");
    if (map == null || map.size() == 0) {
      return VqlString.of(source);
    }
    List<String> replacements = new ArrayList<>();
    List<Integer> groups = new ArrayList<>();
    StringBuilder all = new StringBuilder();
    Pattern pattern;
    try {
      int group = 1;
      for (String regex : map.columns()) {
        all.append(all.isEmpty() ? "(" : "|(").append(regex).append(')');
        groups.add(group);
        group += 1 + Pattern.compile(regex).groupCount();
        replacements.add(Values.toText(map.get(regex)));
      }
      pattern = Pattern.compile(all.toString(), Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      throw call.refuse("not a regular expression: " + e.getMessage());
    }
    Matcher matcher = pattern.matcher(source);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      for (int i = 0; i < groups.size(); i++) {
        if (matcher.group(groups.get(i)) != null) {
          matcher.appendReplacement(out, Matcher.quoteReplacement(replacements.get(i)));
          break;
        }
      }
    }
    matcher.appendTail(out);
    return VqlString.of(out.toString());
  }

  private static @Nullable Object url(FunctionCall call) {
    try {
      if (call.has("parse")) {
        return parts(new URI(call.text("parse")));
      }
      String path = call.text("path");
      StringBuilder query = new StringBuilder();
      Row parameters = call.dict("query");
      if (parameters != null) {
        for (String name : parameters.columns()) {
          query.append(query.isEmpty() ? "" : "&").append(name).append('=');
          query.append(Values.toText(parameters.get(name)));
        }
      }
      return VqlString.of(
          new URI(
                  call.has("scheme") ? call.text("scheme") : null,
                  call.has("host") ? call.text("host") : null,
                  path.isEmpty() || path.startsWith("/") ? path : "/" + path,
                  query.isEmpty() ? null : query.toString(),
                  call.has("fragment") ? call.text("fragment") : null)
              .toString());
    } catch (URISyntaxException e) {
      throw call.refuse("not a URL: " + e.getMessage());
    }
  }

  private static Row parts(URI uri) {
    return Dict.of()
        .with("Scheme", text(uri.getScheme()))
        .with("Host", text(uri.getAuthority()))
        .with("Path", text(uri.getPath()))
        .with("RawQuery", text(uri.getRawQuery()))
        .with("Fragment", text(uri.getFragment()))
        .with("Opaque", uri.isOpaque() ? text(uri.getSchemeSpecificPart()) : "");
  }

  private static String text(@Nullable String part) {
    return part == null ? "" : part;
  }

  private static final class Last {
    private double x = Double.NaN;
    private double y;
  }

  private static @Nullable Object rate(FunctionCall call) {
    double x = call.number("x", 0);
    double y = call.number("y", 0);
    Last last = call.aggregate(Last::new);
    double rate = (x - last.x) / (y - last.y);
    last.x = x;
    last.y = y;
    return Double.isFinite(rate) ? (Object) rate : null;
  }
}
