package dev.spoor.server.artifact;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes the line breaks of VQL survive YAML, without moving a line: a bare `query:` or
/// `precondition:` followed by a new line, and a list item that begins with a statement, become
/// literal blocks.
final class ArtifactText {
  private static final Pattern BARE_KEY =
      Pattern.compile("^(\\s*(?:- )?\\s*(?:query|precondition|export):)[ \\t]*$");
  private static final Pattern STATEMENT_ITEM =
      Pattern.compile("^(\\s*)- ((?:SELECT|LET)\\b.*|//.*)$");

  private ArtifactText() {}

  static String normalise(String text) {
    String[] lines = text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1);
    StringBuilder out = new StringBuilder(text.length() + 64);
    int blockIndent = -1;
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      int indent = line.length() - line.stripLeading().length();
      if (blockIndent >= 0 && !line.isBlank() && indent <= blockIndent) {
        blockIndent = -1;
      }
      if (blockIndent < 0) {
        Matcher key = BARE_KEY.matcher(line);
        if (key.matches()) {
          line = key.group(1) + " |";
        }
        if (line.endsWith("|") || line.endsWith("|-") || line.endsWith("|+")) {
          blockIndent = indent;
        } else if (STATEMENT_ITEM.matcher(line).matches()) {
          line = quoted(lines, i, indent);
        }
      }
      out.append(line);
      if (i < lines.length - 1) {
        out.append('\n');
      }
    }
    return out.toString();
  }

  /// A one-line item as a quoted scalar. Items over several lines must be literal blocks already.
  private static String quoted(String[] lines, int at, int indent) {
    boolean goesOn =
        at + 1 < lines.length
            && !lines[at + 1].isBlank()
            && lines[at + 1].length() - lines[at + 1].stripLeading().length() > indent;
    String line = lines[at];
    if (goesOn) {
      return line;
    }
    String item = line.substring(indent + 2);
    return line.substring(0, indent + 2) + "'" + item.replace("'", "''") + "'";
  }
}
