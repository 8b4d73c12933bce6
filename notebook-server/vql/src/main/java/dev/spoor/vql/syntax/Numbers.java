package dev.spoor.vql.syntax;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Number tokens: first as an integer of 64 bits with C's prefixes, else as a double.
final class Numbers {
  private Numbers() {}

  static Object parse(String token) {
    Object whole = integer(token);
    if (whole != null) {
      return whole;
    }
    int digits = token.startsWith("-") ? 1 : 0;
    if (token.startsWith("0x", digits) || token.startsWith("0X", digits)) {
      double size = new BigInteger(token.substring(digits + 2), 16).doubleValue();
      return digits == 1 ? -size : size;
    }
    return Double.parseDouble(token);
  }

  private static @Nullable Long integer(String token) {
    String digits = token;
    String sign = "";
    if (digits.startsWith("-")) {
      sign = "-";
      digits = digits.substring(1);
    }
    int radix = 10;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      char second = digits.charAt(1);
      radix = second == 'x' || second == 'X' ? 16 : 8;
      digits = digits.substring(radix == 16 ? 2 : 1);
    }
    if (digits.length() > 40) {
      return null;
    }
    try {
      return Long.parseLong(sign + digits, radix);
    } catch (NumberFormatException notAnInteger) {
      return null;
    }
  }

  /// Integers decimal, doubles always with a decimal point.
  static String print(Object value) {
    if (value instanceof Double d) {
      if (Double.isInfinite(d) || Double.isNaN(d)) {
        return d.toString();
      }
      String plain = new BigDecimal(Double.toString(d)).toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    return value.toString();
  }
}
