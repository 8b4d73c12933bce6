package dev.spoor.vql.library;

import java.util.ArrayList;
import java.util.List;

/// Command lines as arguments.
final class CommandLine {
  private CommandLine() {}

  /// As a C program on Windows takes its command line apart: 2n backslashes before a quote are n,
  /// 2n + 1 are n and a quote, others stand for themselves; `""` inside quotes is a quote.
  static List<String> ofWindows(String line) {
    List<String> arguments = new ArrayList<>();
    StringBuilder argument = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      if (c == '\\') {
        int end = i;
        while (end < line.length() && line.charAt(end) == '\\') {
          end++;
        }
        boolean beforeQuote = end < line.length() && line.charAt(end) == '"';
        int count = end - i;
        argument.repeat("\\", beforeQuote ? count / 2 : count);
        i = end;
        if (beforeQuote && count % 2 == 1) {
          argument.append('"');
          i++;
        }
        any = true;
        continue;
      }
      if (c == '"') {
        if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
          argument.append('"');
          i++;
        } else {
          quoted = !quoted;
        }
        any = true;
      } else if (!quoted && (c == ' ' || c == '\t')) {
        if (any) {
          arguments.add(argument.toString());
          argument.setLength(0);
          any = false;
        }
      } else {
        argument.append(c);
        any = true;
      }
      i++;
    }
    if (any) {
      arguments.add(argument.toString());
    }
    return arguments;
  }

  /// Words of a POSIX shell: quotes and backslashes, no expansion of anything.
  static List<String> ofShell(String line) {
    List<String> arguments = new ArrayList<>();
    StringBuilder argument = new StringBuilder();
    char quote = 0;
    boolean any = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean more = i + 1 < line.length();
      if (c == '\\' && quote != '\'' && more) {
        char next = line.charAt(++i);
        if (quote == '"' && "\"\\$`".indexOf(next) < 0) {
          argument.append('\\');
        }
        argument.append(next);
        any = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          argument.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        any = true;
      } else if (Character.isWhitespace(c)) {
        if (any) {
          arguments.add(argument.toString());
          argument.setLength(0);
          any = false;
        }
      } else {
        argument.append(c);
        any = true;
      }
    }
    if (any) {
      arguments.add(argument.toString());
    }
    return arguments;
  }
}
