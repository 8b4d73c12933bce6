package dev.spoor.server.event.lucene;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Names in JSON text, and the paths made of them: elements joined by 0x1F; of an element, 0x1E and
/// 0x1F are written as 0x1E `e` and 0x1E `f`.
final class JsonNames {
  static final char SEPARATOR = '\u001f';
  private static final char ESCAPE = '\u001e';

  private JsonNames() {}

  /// The key of a member; the parent's key is empty at the top. An empty name is written as 0x1E
  /// `n`, so that no key is empty.
  static String join(String parentKey, String name) {
    String element = escape(name);
    return parentKey.isEmpty() ? element : parentKey + SEPARATOR + element;
  }

  static String key(List<String> path) {
    String key = "";
    for (String name : path) {
      key = join(key, name);
    }
    return key;
  }

  private static String escape(String name) {
    if (name.isEmpty()) {
      return ESCAPE + "n";
    }
    String text = name;
    if (name.indexOf(ESCAPE) >= 0 || name.indexOf(SEPARATOR) >= 0) {
      text =
          name.replace(String.valueOf(ESCAPE), ESCAPE + "e")
              .replace(String.valueOf(SEPARATOR), ESCAPE + "f");
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        // a lone surrogate has no bytes: what is on disk must be what is looked up
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      }
    }
    return text;
  }

  static List<String> path(String key) {
    List<String> path = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= key.length(); i++) {
      if (i == key.length() || key.charAt(i) == SEPARATOR) {
        path.add(unescapeElement(key.substring(from, i)));
        from = i + 1;
      }
    }
    return path;
  }

  private static String unescapeElement(String element) {
    if (element.indexOf(ESCAPE) < 0) {
      return element;
    }
    return element
        .replace(ESCAPE + "n", "")
        .replace(ESCAPE + "f", String.valueOf(SEPARATOR))
        .replace(ESCAPE + "e", String.valueOf(ESCAPE));
  }

  /// The text of what stands between the quotes of a JSON string.
  static String unescape(byte[] bytes, int offset, int length) {
    String raw = new String(bytes, offset, length, StandardCharsets.UTF_8);
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder out = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\' || i + 1 == raw.length()) {
        out.append(c);
        continue;
      }
      char escaped = raw.charAt(++i);
      switch (escaped) {
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'u' -> {
          if (i + 5 <= raw.length()) {
            out.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
          }
          i += 4;
        }
        default -> out.append(escaped);
      }
    }
    return out.toString();
  }
}
