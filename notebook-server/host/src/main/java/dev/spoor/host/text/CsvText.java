package dev.spoor.host.text;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// CSV as RFC 4180 has it, made so that no spreadsheet takes what an adversary typed for a formula.
public final class CsvText {
  private static final Pattern SIGNED_NUMBER = Pattern.compile("[+-][0-9]+(\\.[0-9]+)?");

  private CsvText() {}

  /// One line, its end included.
  public static String line(List<String> cells) {
    return cells.stream().map(CsvText::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  /// A cell that a spreadsheet would take for a formula is given a leading quote.
  public static String cell(String text) {
    String safe =
        !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 && !isNumber(text)
            ? "'" + text
            : text;
    return safe.indexOf('"') >= 0
            || safe.indexOf(',') >= 0
            || safe.indexOf('\n') >= 0
            || safe.indexOf('\r') >= 0
        ? "\"" + safe.replace("\"", "\"\"") + "\""
        : safe;
  }

  private static boolean isNumber(String text) {
    return SIGNED_NUMBER.matcher(text).matches();
  }
}
