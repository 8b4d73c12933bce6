package dev.spoor.vql.library;

import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.NumberText;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `%` templates: flags `-+ #0`, width, precision, `*`, and the verbs v s q d x X o b c U f e g t.
final class PrintfFormat {
  private final String template;
  private final List<@Nullable Object> values;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int next;

  private PrintfFormat(String template, List<@Nullable Object> values) {
    this.template = template;
    this.values = values;
  }

  static String format(String template, List<@Nullable Object> values) {
    return new PrintfFormat(template, values).run();
  }

  private String run() {
    while (at < template.length()) {
      int percent = template.indexOf('%', at);
      if (percent < 0) {
        out.append(template, at, template.length());
        at = template.length();
      } else {
        out.append(template, at, percent);
        at = percent + 1;
        verb();
      }
    }
    if (next < values.size() && !template.isEmpty()) {
      out.append("%!(EXTRA ");
      for (int i = next; i < values.size(); i++) {
        out.append(i > next ? ", " : "")
            .append(type(values.get(i)))
            .append('=')
            .append(Values.toText(values.get(i)));
      }
      out.append(')');
    }
    return out.toString();
  }

  private void verb() {
    String flags = "";
    while (at < template.length() && "-+ #0".indexOf(template.charAt(at)) >= 0) {
      flags += template.charAt(at++);
    }
    int width = number();
    int precision = -1;
    if (at < template.length() && template.charAt(at) == '.') {
      at++;
      precision = Math.max(0, number());
    }
    if (at >= template.length()) {
      out.append("%!(NOVERB)");
      return;
    }
    char verb = template.charAt(at++);
    if (verb == '%') {
      out.append('%');
      return;
    }
    if (next >= values.size()) {
      out.append("%!").append(verb).append("(MISSING)");
      return;
    }
    String text = convert(verb, flags, precision, values.get(next++));
    pad(text, flags, Math.min(width, 10_000));
  }

  private int number() {
    if (at < template.length() && template.charAt(at) == '*') {
      at++;
      Object width = next < values.size() ? values.get(next++) : null;
      return width instanceof Long l ? (int) Math.max(-1, Math.min(10_000, l)) : -1;
    }
    int value = -1;
    while (at < template.length() && Character.isDigit(template.charAt(at))) {
      value = Math.min(100_000, Math.max(0, value) * 10 + (template.charAt(at++) - '0'));
    }
    return value;
  }

  private void pad(String text, String flags, int width) {
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      out.append(text);
    } else if (flags.indexOf('-') >= 0) {
      out.append(text).append(" ".repeat(missing));
    } else if (flags.indexOf('0') >= 0) {
      boolean signed = text.startsWith("-") || text.startsWith("+");
      out.append(signed ? text.substring(0, 1) : "")
          .append("0".repeat(missing))
          .append(signed ? text.substring(1) : text);
    } else {
      out.append(" ".repeat(missing)).append(text);
    }
  }

  private static String convert(char verb, String flags, int precision, @Nullable Object value) {
    switch (verb) {
      case 'v', 's' -> {
        String text =
            value == null
                ? "<nil>"
                : value instanceof Row ? Json.write(value) : Values.toText(value);
        if (verb == 's' && precision >= 0 && precision < text.length()) {
          return text.substring(0, precision);
        }
        return flags.indexOf('+') >= 0 && value instanceof Long l && l >= 0 ? "+" + text : text;
      }
      case 'q' -> {
        return Json.write(VqlString.of(Values.toText(value)));
      }
      case 't' -> {
        return value instanceof Boolean b ? b.toString() : bad(verb, value);
      }
      case 'x', 'X' -> {
        String hex = hex(value);
        return hex == null
            ? bad(verb, value)
            : prefixed(flags, verb == 'x' ? hex : hex.toUpperCase(Locale.ROOT));
      }
      case 'd', 'o', 'b', 'c', 'U' -> {
        return value instanceof Long l ? integer(verb, flags, l) : bad(verb, value);
      }
      case 'f', 'F', 'e', 'E', 'g', 'G' -> {
        if (!(value instanceof Long) && !(value instanceof Double)) {
          return bad(verb, value);
        }
        return decimal(verb, flags, precision, Values.asDouble(value));
      }
      default -> {
        return bad(verb, value);
      }
    }
  }

  private static String prefixed(String flags, String hex) {
    return flags.indexOf('#') >= 0 ? "0x" + hex : hex;
  }

  private static @Nullable String hex(@Nullable Object value) {
    if (value instanceof Long l) {
      return l < 0 ? "-" + Long.toUnsignedString(-l, 16) : Long.toHexString(l);
    }
    return value instanceof VqlString text ? TextFunctions.hex(text.bytes()) : null;
  }

  private static String integer(char verb, String flags, long value) {
    return switch (verb) {
      case 'o' -> Long.toString(value, 8);
      case 'b' -> Long.toString(value, 2);
      case 'c' ->
          Character.isValidCodePoint((int) value) ? Character.toString((int) value) : "\ufffd";
      case 'U' -> String.format(Locale.ROOT, "U+%04X", value);
      default ->
          (value >= 0 && flags.indexOf('+') >= 0
                  ? "+"
                  : value >= 0 && flags.indexOf(' ') >= 0 ? " " : "")
              + value;
    };
  }

  private static String decimal(char verb, String flags, int precision, double value) {
    String sign = value >= 0 && flags.indexOf('+') >= 0 ? "+" : "";
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return sign + NumberText.general(value);
    }
    int digits = precision < 0 ? 6 : Math.min(precision, 300);
    return switch (verb) {
      case 'f', 'F' ->
          sign + new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
      case 'e', 'E' -> sign + String.format(Locale.ROOT, "%." + digits + verb, value);
      default ->
          sign
              + (precision < 0
                  ? NumberText.general(value)
                  : NumberText.general(
                      new BigDecimal(value)
                          .round(new MathContext(Math.max(1, digits)))
                          .doubleValue()));
    };
  }

  private static String bad(char verb, @Nullable Object value) {
    return "%!" + verb + "(" + type(value) + "=" + Values.toText(value) + ")";
  }

  private static String type(@Nullable Object value) {
    return value instanceof Long
        ? "int64"
        : value instanceof Double ? "float64" : Values.typeName(value);
  }
}
