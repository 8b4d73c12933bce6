package dev.spoor.vql.value;

import java.math.BigDecimal;

/// Doubles as text: the shortest digits that read back as the same number.
public final class NumberText {
  private NumberText() {}

  /// For JSON: plain digits between 1e-6 and 1e21, an exponent outside; no trailing `.0`.
  public static String json(double value) {
    double size = Math.abs(value);
    return size == 0 || (size >= 1e-6 && size < 1e21) ? plain(value) : exponent(value, 1);
  }

  /// For text: as JSON, but an exponent already below 1e-4 and with two digits at least.
  public static String general(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    double size = Math.abs(value);
    return size == 0 || (size >= 1e-4 && size < 1e21) ? plain(value) : exponent(value, 2);
  }

  private static String plain(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    String text = new BigDecimal(Double.toString(value)).toPlainString();
    if (text.indexOf('.') < 0) {
      return text;
    }
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
  }

  private static String exponent(double value, int exponentDigits) {
    BigDecimal number = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    String digits = number.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - number.scale();
    StringBuilder out = new StringBuilder();
    if (value < 0) {
      out.append('-');
    }
    out.append(digits.charAt(0));
    if (digits.length() > 1) {
      out.append('.').append(digits, 1, digits.length());
    }
    String power = Integer.toString(Math.abs(exponent));
    out.append('e').append(exponent < 0 ? '-' : '+');
    return out.append("0".repeat(Math.max(0, exponentDigits - power.length())))
        .append(power)
        .toString();
  }
}
