package dev.spoor.sigma.match;

import dev.spoor.sigma.match.FieldCheck.Variant;
import dev.spoor.sigma.pattern.Fold;
import dev.spoor.vql.value.TimeText;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The fields of one event, by number, with their texts prepared once. Reused for event after
/// event; for one thread.
final class SigmaEvent {
  private static final int KEEP = 1 << 20;

  private int size;
  private int stamp;
  private int[] fields = new int[64];
  private @Nullable Object[] values = new @Nullable Object[64];
  private @Nullable String[] texts = new @Nullable String[64];
  private int[] next = new int[64];
  private int[] first = new int[512];
  private int[] firstStamp = new int[512];
  private final Prepared[] prepared = {new Prepared(), new Prepared(), new Prepared()};

  /// The texts of the values in one variant, one after another.
  private static final class Prepared {
    private char[] chars = new char[4096];
    private int used;
    private int[] starts = new int[64];
    private int[] lengths = new int[64];
    private int known;
    private @Nullable String[] strings = new @Nullable String[64];
  }

  void clear(int fieldCount) {
    size = 0;
    stamp++;
    if (first.length < fieldCount) {
      first = new int[fieldCount * 2];
      firstStamp = new int[fieldCount * 2];
      stamp = 1;
    }
    for (Prepared p : prepared) {
      p.used = 0;
      p.known = 0;
      if (p.chars.length > KEEP) {
        p.chars = new char[4096];
      }
    }
  }

  /// Adds a value; a field may have several. The field -1 is one that no rule names.
  void add(int field, @Nullable Object value) {
    if (size == fields.length) {
      int more = size * 2;
      fields = Arrays.copyOf(fields, more);
      values = Arrays.copyOf(values, more);
      texts = Arrays.copyOf(texts, more);
      next = Arrays.copyOf(next, more);
    }
    int at = size++;
    fields[at] = field;
    values[at] = value;
    texts[at] = null;
    next[at] = -1;
    if (field < 0 || field >= first.length) {
      return;
    }
    if (firstStamp[field] != stamp) {
      firstStamp[field] = stamp;
      first[field] = at;
    } else {
      int last = first[field];
      while (next[last] >= 0) {
        last = next[last];
      }
      next[last] = at;
    }
  }

  int size() {
    return size;
  }

  int field(int index) {
    return fields[index];
  }

  /// The first value of a field, or -1.
  int first(int field) {
    return field < first.length && firstStamp[field] == stamp ? first[field] : -1;
  }

  int next(int index) {
    return next[index];
  }

  @Nullable Object value(int index) {
    return values[index];
  }

  /// The value as text; null for NULL.
  @Nullable String text(int index) {
    String known = texts[index];
    if (known == null) {
      known = textOf(values[index]);
      texts[index] = known;
    }
    return known;
  }

  static @Nullable String textOf(@Nullable Object value) {
    // most values are text
    if (value instanceof VqlString text) {
      return text.toString();
    }
    return switch (value) {
      case null -> null;
      case Long l -> Long.toString(l);
      case Boolean b -> b ? "true" : "false";
      case Double d ->
          d == Math.rint(d) && Math.abs(d) < 1e15 ? Long.toString(d.longValue()) : d.toString();
      case Instant time -> TimeText.rfc3339(time);
      default -> value.toString();
    };
  }

  /// Makes the text of a value ready in a variant: it starts at {@link #start} of {@link #chars}.
  void prepare(int index, Variant variant) {
    Prepared p = prepared[variant.ordinal()];
    if (p.known < size) {
      if (p.starts.length < size) {
        p.starts = Arrays.copyOf(p.starts, fields.length);
        p.lengths = Arrays.copyOf(p.lengths, fields.length);
        p.strings = Arrays.copyOf(p.strings, fields.length);
      }
      Arrays.fill(p.starts, p.known, size, -1);
      Arrays.fill(p.strings, p.known, size, null);
      p.known = size;
    }
    if (p.starts[index] >= 0) {
      return;
    }
    String text = text(index);
    int length = text == null ? 0 : text.length();
    if (p.used + length > p.chars.length) {
      p.chars = Arrays.copyOf(p.chars, Math.max(p.chars.length * 2, p.used + length));
    }
    char[] chars = p.chars;
    int at = p.used;
    p.starts[index] = at;
    p.lengths[index] = length;
    p.used += length;
    if (text == null) {
      return;
    }
    text.getChars(0, length, chars, at);
    if (variant != Variant.CASED) {
      for (int i = at; i < at + length; i++) {
        chars[i] = Fold.fold(chars[i]);
      }
    }
    if (variant == Variant.DASHED) {
      for (int i = at; i < at + length; i++) {
        chars[i] = Fold.dash(chars[i]);
      }
    }
  }

  char[] chars(Variant variant) {
    return prepared[variant.ordinal()].chars;
  }

  int start(int index, Variant variant) {
    return prepared[variant.ordinal()].starts[index];
  }

  int length(int index, Variant variant) {
    return prepared[variant.ordinal()].lengths[index];
  }

  /// The prepared text as characters that can be looked at until the next event.
  CharSequence sequence(int index, Variant variant) {
    prepare(index, variant);
    return new Window(chars(variant), start(index, variant), length(index, variant));
  }

  /// The prepared text as a string, made once.
  String string(int index, Variant variant) {
    prepare(index, variant);
    Prepared p = prepared[variant.ordinal()];
    String known = p.strings[index];
    if (known == null) {
      known = new String(p.chars, p.starts[index], p.lengths[index]);
      p.strings[index] = known;
    }
    return known;
  }

  private record Window(char[] text, int start, int length) implements CharSequence {
    @Override
    public char charAt(int index) {
      return text[start + index];
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return new Window(text, start + from, to - from);
    }

    @Override
    public String toString() {
      return new String(text, start, length);
    }
  }
}
