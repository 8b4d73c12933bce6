package dev.spoor.sigma.match;

/// How many literals have a window of four characters, by its hash: where two windows share a
/// counter both look more common than they are, which costs nothing but a second best choice.
final class Commonness {
  private static final int BITS = 18;

  private final int[] counts = new int[1 << BITS];

  void count(long gram) {
    counts[slot(gram)]++;
  }

  int of(long gram) {
    return counts[slot(gram)];
  }

  private static int slot(long gram) {
    return (int) ((gram * 0x9E3779B97F4A7C15L) >>> (64 - BITS));
  }
}
