package dev.spoor.sigma.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Finds many literals in a text in one pass: of each literal one window of up to four characters,
/// the rarest that it has, is looked up as the text goes by. A step per character, whatever the
/// number of literals. Immutable once built.
final class GramTable {
  private static final int WIDTH = 4;

  /// A literal, and where in it the window lies.
  private record Entry(long gram, int literal, char[] text, int offset) {}

  private final Windows[] shorter;
  private final Windows four;
  // which pairs of low bytes end a window of two or three characters; single ones fill their column
  private final long[] pairs = new long[1024];

  GramTable(Map<String, Integer> literals, Commonness commonness) {
    List<List<Entry>> byWidth = new ArrayList<>();
    for (int i = 0; i <= WIDTH; i++) {
      byWidth.add(new ArrayList<>());
    }
    literals.forEach(
        (text, id) -> {
          Entry entry = entry(text, id, commonness);
          byWidth.get(Math.min(WIDTH, text.length())).add(entry);
        });
    four = new Windows(WIDTH, byWidth.get(WIDTH));
    List<Windows> found = new ArrayList<>();
    for (int width = 1; width < WIDTH; width++) {
      if (!byWidth.get(width).isEmpty()) {
        found.add(new Windows(width, byWidth.get(width)));
        for (Entry entry : byWidth.get(width)) {
          mark(width, entry.gram);
        }
      }
    }
    shorter = found.toArray(new Windows[0]);
  }

  private void mark(int width, long gram) {
    int last = (int) gram & 0xff;
    if (width > 1) {
      mark(((int) (gram >>> 16) & 0xff) << 8 | last);
    } else {
      for (int before = 0; before < 256; before++) {
        mark(before << 8 | last);
      }
    }
  }

  private void mark(int pair) {
    pairs[pair >>> 6] |= 1L << pair;
  }

  private static Entry entry(String text, int id, Commonness commonness) {
    int width = Math.min(WIDTH, text.length());
    int best = 0;
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i + width <= text.length(); i++) {
      int common = commonness.of(gram(text, i, width));
      if (common < fewest) {
        fewest = common;
        best = i;
      }
    }
    return new Entry(gram(text, best, width), id, text.toCharArray(), best);
  }

  /// Counts the windows of a literal.
  static void count(String text, Commonness commonness) {
    int width = Math.min(WIDTH, text.length());
    for (int i = 0; width > 0 && i + width <= text.length(); i++) {
      commonness.count(gram(text, i, width));
    }
  }

  private static long gram(CharSequence text, int from, int width) {
    long gram = 0;
    for (int i = from; i < from + width; i++) {
      gram = (gram << 16) | text.charAt(i);
    }
    return gram;
  }

  private static long hash(long gram) {
    long h = gram * 0x9E3779B97F4A7C15L;
    return h ^ (h >>> 32);
  }

  void scan(char[] text, int from, int length, LiteralSink sink) {
    if (four.entries.length > 0) {
      scanFour(text, from, length, sink);
    }
    if (shorter.length > 0) {
      scanShort(text, from, length, sink);
    }
  }

  private void scanFour(char[] text, int from, int length, LiteralSink sink) {
    if (length < WIDTH) {
      return;
    }
    long[] filter = four.filter;
    int shift = four.filterShift;
    long gram = 0;
    int end = from + length;
    int i = from;
    for (; i < from + WIDTH - 1; i++) {
      gram = (gram << 16) | text[i];
    }
    for (; i < end; i++) {
      gram = (gram << 16) | text[i];
      int bit = (int) ((gram * 0x9E3779B97F4A7C15L) >>> shift);
      if ((filter[bit >>> 6] & (1L << bit)) != 0) {
        four.lookUp(gram, text, from, end, i - WIDTH + 1, sink);
      }
    }
  }

  private void scanShort(char[] text, int from, int length, LiteralSink sink) {
    long gram = 0;
    int end = from + length;
    for (int i = from; i < end; i++) {
      gram = (gram << 16) | text[i];
      int pair = ((int) (gram >>> 8) & 0xff00) | (text[i] & 0xff);
      if ((pairs[pair >>> 6] & (1L << pair)) != 0) {
        for (Windows windows : shorter) {
          if (i - from + 1 >= windows.width) {
            windows.lookUp(gram & windows.mask, text, from, end, i - windows.width + 1, sink);
          }
        }
      }
    }
  }

  /// The windows of one width.
  private static final class Windows {
    final int width;
    final long mask;
    // one bit for each window that occurs, by its hash: most places of a text end here
    final long[] filter;
    final int filterShift;
    final Entry[] entries;
    private final long[] keys;
    private final int[] starts;
    private final int slotMask;

    Windows(int width, List<Entry> unsorted) {
      this.width = width;
      this.mask = width == WIDTH ? -1L : (1L << (16 * width)) - 1;
      List<Entry> sorted = new ArrayList<>(unsorted);
      sorted.sort((a, b) -> Long.compareUnsigned(a.gram, b.gram));
      entries = sorted.toArray(new Entry[0]);
      int bits = Math.max(12, 64 - Long.numberOfLeadingZeros(entries.length * 32L));
      filterShift = 64 - bits;
      filter = new long[1 << (bits - 6)];
      int slots = Integer.highestOneBit(Math.max(4, entries.length)) * 4;
      slotMask = slots - 1;
      keys = new long[slots];
      starts = new int[slots];
      for (int i = 0; i < entries.length; i++) {
        if (i == 0 || entries[i].gram != entries[i - 1].gram) {
          enter(entries[i].gram, i);
        }
      }
    }

    private void enter(long gram, int start) {
      int bit = (int) ((gram * 0x9E3779B97F4A7C15L) >>> filterShift);
      filter[bit >>> 6] |= 1L << bit;
      int slot = (int) hash(gram) & slotMask;
      while (starts[slot] != 0) {
        slot = (slot + 1) & slotMask;
      }
      keys[slot] = gram;
      starts[slot] = start + 1;
    }

    void lookUp(long gram, char[] text, int from, int end, int at, LiteralSink sink) {
      int slot = (int) hash(gram) & slotMask;
      while (starts[slot] != 0) {
        if (keys[slot] == gram) {
          verify(starts[slot] - 1, gram, text, from, end, at, sink);
          return;
        }
        slot = (slot + 1) & slotMask;
      }
    }

    private void verify(
        int first, long gram, char[] text, int from, int end, int at, LiteralSink sink) {
      for (int i = first; i < entries.length && entries[i].gram == gram; i++) {
        Entry entry = entries[i];
        int start = at - entry.offset;
        int stop = start + entry.text.length;
        if (start >= from
            && stop <= end
            && (entry.text.length == width
                || Arrays.equals(text, start, stop, entry.text, 0, entry.text.length))) {
          sink.found(entry.literal);
        }
      }
    }
  }
}
