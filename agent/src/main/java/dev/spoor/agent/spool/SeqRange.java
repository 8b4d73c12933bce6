package dev.spoor.agent.spool;

/// Consecutive numbers of one stream, both ends included.
record SeqRange(long first, long last) {
  SeqRange {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException("no range: " + first + ".." + last);
    }
  }

  long count() {
    return last - first + 1;
  }

  boolean contains(long seq) {
    return first <= seq && seq <= last;
  }
}
