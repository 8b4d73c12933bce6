package dev.spoor.vql.library;

import static dev.spoor.vql.catalog.ArgumentType.ANY;
import static dev.spoor.vql.catalog.ArgumentType.INT;
import static dev.spoor.vql.catalog.ArgumentType.LAMBDA;
import static dev.spoor.vql.catalog.ArgumentType.STRING;
import static dev.spoor.vql.catalog.ArgumentType.STRINGS;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.Lambda;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Functions over strings.
final class TextFunctions {
  private TextFunctions() {}

  static List<VqlFunction> all() {
    return List.of(
        simple("lowcase", "The text in lower case.", s -> s.toLowerCase(Locale.ROOT)),
        simple("upcase", "The text in upper case.", s -> s.toUpperCase(Locale.ROOT)),
        VqlFunction.of(
            pure("regex_replace", "Replaces what a regular expression finds.")
                .required("source", STRING, "the text")
                .required("re", STRING, "the regular expression, case-insensitive")
                .optional("replace", STRING, "the replacement; $1 is the first group")
                .optional("replace_lambda", LAMBDA, "computes the replacement of a match")
                .build(),
            TextFunctions::regexReplace),
        VqlFunction.of(
            pure("parse_string_with_regex", "The groups of the first match, as a dict.")
                .required("string", STRING, "the text")
                .required("regex", STRINGS, "regular expressions with (?P<name>…) groups")
                .build(),
            TextFunctions::parseWithRegex),
        VqlFunction.of(
            pure("strip", "The text without spaces, a prefix or a suffix.")
                .required("string", STRING, "the text")
                .optional("prefix", STRING, "removed from the start")
                .optional("suffix", STRING, "removed from the end")
                .build(),
            TextFunctions::strip),
        VqlFunction.of(
            pure("substr", "A part of a string, in characters.")
                .required("str", STRING, "the text")
                .optional("start", INT, "the first character, from 0")
                .optional("end", INT, "the character after the last")
                .build(),
            TextFunctions::substr),
        VqlFunction.of(
            pure("join", "The items of an array as one text.")
                .required("array", STRINGS, "the items")
                .optional("sep", STRING, "what stands between them")
                .optional("prefix", STRING, "what stands before each")
                .build(),
            call ->
                VqlString.of(
                    String.join(
                        call.text("sep"),
                        call.texts("array").stream().map(s -> call.text("prefix") + s).toList()))),
        VqlFunction.of(
            pure("base64encode", "The bytes of a string in Base64.")
                .required("string", STRING, "the bytes")
                .build(),
            call -> VqlString.ofBytes(Base64.getEncoder().encode(call.string("string").bytes()))),
        VqlFunction.of(
            pure("base64decode", "The bytes that a Base64 text stands for; NULL if it is none.")
                .required("string", STRING, "the text")
                .build(),
            TextFunctions::base64decode),
        VqlFunction.of(
            pure("unhex", "The bytes that a hex text stands for; NULL if it is none.")
                .required("string", STRING, "the text")
                .build(),
            TextFunctions::unhex),
        VqlFunction.of(
            pure("str", "A value as text.").required("str", ANY, "the value").build(),
            call -> call.string("str")),
        VqlFunction.of(
            pure("int", "A whole number from text or a number; NULL if it is none.")
                .required("int", ANY, "the value")
                .build(),
            TextFunctions::integer),
        VqlFunction.of(
            pure("parse_float", "A number from text; NULL if it is none.")
                .required("string", ANY, "the text")
                .build(),
            TextFunctions::parseFloat));
  }

  private static Signature.Builder pure(String name, String help) {
    return Signature.named(name, help).needs(Permissions.none()).pure();
  }

  private static VqlFunction simple(String name, String help, UnaryOperator<String> body) {
    return VqlFunction.of(
        pure(name, help).required("string", STRING, "the text").build(),
        call -> VqlString.of(body.apply(call.text("string"))));
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static Object split(FunctionCall call) {
    String text = call.text("string");
    List<@Nullable Object> parts = new ArrayList<>();
    if (call.has("sep_string")) {
      String separator = call.text("sep_string");
      int from = 0;
      int at = separator.isEmpty() ? -1 : text.indexOf(separator);
      while (at >= 0) {
        parts.add(VqlString.of(text.substring(from, at)));
        from = at + separator.length();
        at = text.indexOf(separator, from);
      }
      parts.add(VqlString.of(text.substring(from)));
      return parts;
    }
    for (String part : compile(call, call.text("sep", ","), 0).split(text, -1)) {
      parts.add(VqlString.of(part));
    }
    return parts;
  }

  private static Pattern compile(FunctionCall call, String regex, int flags) {
    try {
      return Pattern.compile(regex, flags);
    } catch (PatternSyntaxException e) {
      throw call.refuse("not a regular expression: " + e.getMessage());
    }
  }

  static @Nullable Object encode(FunctionCall call) {
    VqlString text = call.string("string");
    return switch (call.text("type")) {
      case "hex" -> VqlString.of(hex(text.bytes()));
      case "string" -> text;
      case "utf16" -> VqlString.ofBytes(text.toString().getBytes(StandardCharsets.UTF_16LE));
      case "utf16-be" -> VqlString.ofBytes(text.toString().getBytes(StandardCharsets.UTF_16BE));
      case "base64" -> VqlString.ofBytes(Base64.getEncoder().encode(text.bytes()));
      default -> throw call.refuse("unknown encoding " + call.text("type"));
    };
  }

  private static Object regexReplace(FunctionCall call) {
    Pattern pattern = compile(call, call.text("re"), Pattern.CASE_INSENSITIVE);
    Matcher matcher = pattern.matcher(call.text("source"));
    Lambda lambda = call.has("replace_lambda") ? call.lambda("replace_lambda") : null;
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      if (lambda == null) {
        matcher.appendReplacement(out, call.text("replace"));
      } else {
        Object value = lambda.call(call.scope(), VqlString.of(matcher.group()));
        matcher.appendReplacement(out, Matcher.quoteReplacement(Values.toText(value)));
      }
    }
    matcher.appendTail(out);
    return VqlString.of(out.toString());
  }

  private static @Nullable Object parseWithRegex(FunctionCall call) {
    String text = call.text("string");
    Dict found = new Dict();
    for (String regex : call.texts("regex")) {
      Pattern pattern = compile(call, regex, Pattern.CASE_INSENSITIVE);
      Matcher matcher = pattern.matcher(text);
      if (!matcher.find()) {
        continue;
      }
      String[] names = new String[matcher.groupCount() + 1];
      for (Map.Entry<String, Integer> group : pattern.namedGroups().entrySet()) {
        names[group.getValue()] = group.getKey();
      }
      for (int i = 1; i < names.length; i++) {
        String group = matcher.group(i);
        found.set(names[i] == null ? "g" + i : names[i], VqlString.of(group == null ? "" : group));
      }
    }
    return found.size() == 0 ? null : found;
  }

  private static Object strip(FunctionCall call) {
    String text = call.text("string");
    if (!call.has("prefix") && !call.has("suffix")) {
      return VqlString.of(text.strip());
    }
    String prefix = call.text("prefix");
    String suffix = call.text("suffix");
    if (!prefix.isEmpty() && text.startsWith(prefix)) {
      text = text.substring(prefix.length());
    }
    if (!suffix.isEmpty() && text.endsWith(suffix)) {
      text = text.substring(0, text.length() - suffix.length());
    }
    return VqlString.of(text);
  }

  private static Object substr(FunctionCall call) {
    String text = call.text("str");
    int length = text.codePointCount(0, text.length());
    int start = (int) Math.max(0, Math.min(length, call.integer("start", 0)));
    int end = (int) Math.max(start, Math.min(length, call.integer("end", length)));
    return VqlString.of(
        text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end)));
  }

  private static @Nullable Object base64decode(FunctionCall call) {
    try {
      return VqlString.ofBytes(Base64.getMimeDecoder().decode(call.string("string").bytes()));
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static @Nullable Object unhex(FunctionCall call) {
    String text = call.text("string");
    String digits = text.startsWith("0x") ? text.substring(2) : text;
    try {
      return VqlString.ofBytes(HexFormat.of().parseHex(digits));
    } catch (IllegalArgumentException notHex) {
      return null;
    }
  }

  private static @Nullable Object integer(FunctionCall call) {
    Object value = call.value("int");
    if (!(value instanceof VqlString text)) {
      return value == null ? null : (Object) call.integer("int", 0);
    }
    String digits = text.toString().strip();
    try {
      return Long.decode(digits.matches("-?0+\\d+") ? digits.replaceFirst("0+", "") : digits);
    } catch (NumberFormatException notWhole) {
      Object number = number(digits);
      return number instanceof Double d ? (Object) (long) (double) d : null;
    }
  }

  private static @Nullable Object parseFloat(FunctionCall call) {
    Object value = call.value("string");
    return Values.isNumeric(value) && value != null
        ? (Object) Values.asDouble(value)
        : number(Values.toText(value).strip());
  }

  private static @Nullable Object number(String text) {
    try {
      return text.isEmpty() ? null : (Object) Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }
}
