package dev.spoor.web.component;

import java.util.Locale;

/// Text from outside as it is shown in lists: what would not be seen, or would turn the line
/// around, stands as its code point. Nothing else is changed.
public final class Plain {
  private Plain() {}

  public static String text(String value) {
    StringBuilder shown = null;
    int start = 0;
    for (int i = 0; i < value.length(); ) {
      int point = value.codePointAt(i);
      int width = Character.charCount(point);
      if (isUnseen(point)) {
        if (shown == null) {
          shown = new StringBuilder(value.length() + 16);
        }
        shown
            .append(value, start, i)
            .append(String.format(Locale.ROOT, "\u27e8U+%04X\u27e9", point));
        start = i + width;
      }
      i += width;
    }
    return shown == null ? value : shown.append(value, start, value.length()).toString();
  }

  private static boolean isUnseen(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> (point >= 0xFE00 && point <= 0xFE0F) || (point >= 0xE0100 && point <= 0xE01EF);
    };
  }
}
