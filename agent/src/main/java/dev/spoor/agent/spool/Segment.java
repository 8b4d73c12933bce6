package dev.spoor.agent.spool;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What the spool knows of one file. Owned by the spool's thread.
final class Segment {
  final Path path;
  final Lane lane;
  final long number;
  private final Map<BootStream, SeqRange> kept = new LinkedHashMap<>();

  /// End of the rows that are durable.
  long end = SegmentFormat.HEADER;

  /// Bytes of the file that count against the limit.
  long size = SegmentFormat.HEADER;

  Segment(Path path, Lane lane, long number) {
    this.path = path;
    this.lane = lane;
    this.number = number;
  }

  String name() {
    return name(lane, number);
  }

  static String name(Lane lane, long number) {
    return "%s-%016x.seg".formatted(lane.name().toLowerCase(Locale.ROOT), number);
  }

  void add(BootStream key, long seq) {
    kept.merge(key, new SeqRange(seq, seq), (old, row) -> new SeqRange(old.first(), seq));
  }

  Map<BootStream, SeqRange> kept() {
    return kept;
  }

  /// Takes what a footer says.
  void addAll(Map<BootStream, SeqRange> footer) {
    kept.putAll(footer);
  }

  boolean isEmpty() {
    return kept.isEmpty();
  }
}
