package dev.spoor.server.artifact;

import java.util.ArrayList;
import java.util.List;

/// Whether a text is a table of values between commas: quotes are closed, and every line has as
/// many fields as the first.
final class CsvCheck {
  private static final int MOST_ISSUES = 20;

  private final String name;
  private final String text;
  private final List<ParameterIssue> issues = new ArrayList<>();
  private int at;

  private CsvCheck(String name, String text) {
    this.name = name;
    this.text = text;
  }

  static List<ParameterIssue> check(String name, String text) {
    CsvCheck check = new CsvCheck(name, text);
    check.run();
    return check.issues;
  }

  private void run() {
    int expected = -1;
    while (at < text.length() && issues.size() < MOST_ISSUES) {
      int start = at;
      int fields = line();
      boolean isBlank = text.substring(start, at).isBlank();
      if (fields < 0) {
        return;
      }
      if (isBlank) {
        continue;
      }
      if (expected < 0) {
        expected = fields;
      } else if (fields != expected) {
        issues.add(
            ParameterIssue.at(
                name,
                text,
                start,
                text.substring(start, at).stripTrailing().length(),
                "has "
                    + fields
                    + (fields == 1 ? " field" : " fields")
                    + " where the first line has "
                    + expected));
      }
    }
  }

  /// Reads one line; its number of fields, or -1 when a quote is not closed.
  private int line() {
    int fields = 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        at++;
        return fields;
      }
      if (c == '"' && isFieldStart()) {
        if (!quoted()) {
          return -1;
        }
        continue;
      }
      if (c == ',') {
        fields++;
      }
      at++;
    }
    return fields;
  }

  private boolean isFieldStart() {
    return at == 0 || text.charAt(at - 1) == ',' || text.charAt(at - 1) == '\n';
  }

  private boolean quoted() {
    int start = at++;
    while (at < text.length()) {
      if (text.charAt(at++) == '"') {
        if (at < text.length() && text.charAt(at) == '"') {
          at++;
        } else {
          return true;
        }
      }
    }
    issues.add(ParameterIssue.at(name, text, start, 1, "this quote is not closed"));
    return false;
  }
}
