package dev.spoor.agent.spool;

import dev.spoor.host.storage.StorageFiles;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All chains of segments, and which stream goes where. Owned by the spool's thread.
final class SpoolLanes {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolLanes.class);

  private final Map<Lane, SpoolLane> lanes = new EnumMap<>(Lane.class);
  private final Map<Integer, Lane> laneOfStream = new HashMap<>();

  SpoolLanes(StorageFiles files, SpoolConfig config) {
    for (Lane lane : Lane.values()) {
      lanes.put(lane, new SpoolLane(files, config, lane));
    }
  }

  Map<Lane, SpoolLane> byLane() {
    return lanes;
  }

  SpoolLane lane(Lane lane) {
    return Objects.requireNonNull(lanes.get(lane));
  }

  /// In the order in which they are sent.
  Collection<SpoolLane> all() {
    return lanes.values();
  }

  private Stream<Segment> segments() {
    return lanes.values().stream().flatMap(lane -> lane.segments().stream());
  }

  long size() {
    return lanes.values().stream().mapToLong(SpoolLane::size).sum();
  }

  /// A failed segment is given up; the rows get a second chance in a new one.
  boolean append(Lane lane, List<SpoolRow> rows) {
    for (int attempt = 1; attempt <= 2; attempt++) {
      try {
        lane(lane).append(rows);
        return true;
      } catch (IOException e) {
        LOG.warn("spool lane {} cannot be written: {}", lane, e.getMessage());
      }
    }
    return false;
  }

  /// A stream keeps its lane as long as rows wait there: a row that overtook another of its stream
  /// would make the server take the other one for a resend.
  Lane choose(BootStream key, Lane wanted, SpoolBook book) {
    Lane now = laneOfStream.getOrDefault(key.stream(), wanted);
    if (now != wanted && isWaiting(now, key, book)) {
      return now;
    }
    laneOfStream.put(key.stream(), wanted);
    return wanted;
  }

  private boolean isWaiting(Lane lane, BootStream key, SpoolBook book) {
    return lane(lane).segments().stream()
        .flatMap(segment -> segment.kept().entrySet().stream())
        .anyMatch(
            kept ->
                book.wireKey(kept.getKey()).equals(key) && !book.isSettled(key, kept.getValue()));
  }

  /// What to drop for rows of `lane`: the oldest segment of the lowest priority that is not above
  /// it; null when there is none.
  @Nullable Segment victim(Lane lane, SpoolBook book) {
    Lane[] order = Lane.values();
    for (int i = order.length - 1; i >= lane.ordinal() && order[i] != Lane.LOSSES; i--) {
      for (Segment segment : lane(order[i]).segments()) {
        if (!book.isInFlight(segment)) {
          return segment;
        }
      }
    }
    return null;
  }

  /// The first number of a stream that waits.
  long firstWaiting(BootStream key, SpoolBook book) {
    return segments()
        .flatMap(segment -> segment.kept().entrySet().stream())
        .filter(kept -> book.wireKey(kept.getKey()).equals(key))
        .mapToLong(kept -> kept.getValue().first())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /// Boots of which rows wait.
  Set<Long> waitingBoots(SpoolBook book) {
    Set<Long> waiting = new HashSet<>();
    segments()
        .forEach(
            segment ->
                segment.kept().keySet().forEach(key -> waiting.add(book.wireKey(key).boot())));
    return waiting;
  }

  Set<String> segmentNames() {
    Set<String> names = new HashSet<>();
    segments().forEach(segment -> names.add(segment.name()));
    return names;
  }

  /// Deletes the files of which nothing is to be sent any more.
  void deleteDone(SpoolBook book) {
    for (SpoolLane lane : lanes.values()) {
      try {
        lane.deleteDone(
            segment ->
                segment.kept().entrySet().stream()
                    .allMatch(
                        kept -> book.isSettled(book.wireKey(kept.getKey()), kept.getValue())));
      } catch (IOException e) {
        LOG.warn("a sent segment cannot be deleted: {}", e.getMessage());
      }
    }
  }

  /// Everything that is not acknowledged will be read and sent again.
  void rewind() {
    lanes.values().forEach(SpoolLane::rewind);
  }

  void close() {
    lanes.values().forEach(SpoolLane::close);
  }
}
