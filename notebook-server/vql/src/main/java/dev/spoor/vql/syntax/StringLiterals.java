package dev.spoor.vql.syntax;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The bytes that a string literal stands for.
public final class StringLiterals {
  private StringLiterals() {}

  /// Decodes a literal with its quotes: `'…'`, `"…"` or `'''…'''`.
  public static byte[] decode(String literal) {
    if (literal.startsWith("'''") && literal.length() >= 6) {
      return literal.substring(3, literal.length() - 3).getBytes(StandardCharsets.UTF_8);
    }
    byte[] in = literal.substring(1, literal.length() - 1).getBytes(StandardCharsets.UTF_8);
    int first = indexOfBackslash(in);
    return first < 0 ? in : unescape(in, first);
  }

  private static int indexOfBackslash(byte[] in) {
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '\\') {
        return i;
      }
    }
    return -1;
  }

  private static byte[] unescape(byte[] in, int first) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    out.write(in, 0, first);
    int i = first;
    while (i < in.length) {
      if (in[i] != '\\') {
        out.write(in[i++]);
        continue;
      }
      if (i + 1 >= in.length) {
        break;
      }
      int c = in[i + 1];
      if (c == 'x' || c == 'X') {
        if (i + 3 >= in.length) {
          break;
        }
        int high = Character.digit(in[i + 2], 16);
        int low = Character.digit(in[i + 3], 16);
        if (high < 0 || low < 0) {
          out.write('\\');
          i++;
        } else {
          out.write(high << 4 | low);
          i += 4;
        }
        continue;
      }
      out.write(c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c);
      i += 2;
    }
    return out.toByteArray();
  }

  /// A literal whose bytes are those of the text.
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('\'');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\'' -> out.append("\\'");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c);
      }
    }
    return out.append('\'').toString();
  }
}
