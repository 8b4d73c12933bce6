package dev.spoor.server.event;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Keeps events and finds them again. Rows come from the journal in order of LSN; the store knows
/// nothing of the journal but these numbers.
///
/// After opening, the owner appends again what the journal has from [#replayFrom] on. A row that is
/// stored already is recognised by its LSN and dropped, so replay may overlap.
///
/// Thread-safe, but appends come from one thread.
public interface EventStore extends AutoCloseable {
  /// Takes a batch. Returns when there is room for it; the rows are searchable a little later (see
  /// [#visibleUpTo]). Throws `SpoorException` (UNAVAILABLE) once the store has failed, until
  /// [#recover].
  void append(AcceptedBatch batch);

  /// Why the store takes no more rows; empty while it does.
  default Optional<String> failure() {
    return Optional.empty();
  }

  /// After a failure: begins anew with what is durable. The LSN from which on the journal must be
  /// appended again. Throws `SpoorException` (UNAVAILABLE) while that is not possible; searches see
  /// then what they saw before.
  default long recover() {
    return replayFrom();
  }

  /// The LSN from which on the journal must be appended after this opening, or after the last
  /// recovery.
  long replayFrom();

  /// Every appended row with a smaller LSN is durable in the store: the journal may forget it.
  long durableUpTo();

  /// Every appended row with a smaller LSN is seen by a search that begins now.
  long visibleUpTo();

  /// Events of one moment: rows that become searchable later are not in the stream.
  EventStream find(EventSearch search);

  /// Counts the events of a search; its order and limit mean nothing here. Ends early, and says so
  /// in the tally, once `goOn` says no.
  default void tally(EventSearch search, EventTally tally, BooleanSupplier goOn) {
    try (EventStream events = find(search.withColumns(null))) {
      for (Event event = events.next(); event != null; event = events.next()) {
        tally.add(event.eventTime(), event.subject());
        for (int i = 0; i < tally.paths().size(); i++) {
          List<String> path = tally.paths().get(i);
          tally.value(i, EventPaths.follow(event.get(path.getFirst()), path, 1), 1);
        }
        if (!goOn.getAsBoolean()) {
          tally.stopped();
          return;
        }
      }
    }
  }

  /// The earliest and latest event time of a search's artifacts and clients, both inclusive and not
  /// closer than the events are; empty if there are none.
  default Optional<TimeRange> span(EventSearch search) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    try (EventStream events = find(search)) {
      for (Event event = events.next(); event != null; event = events.next()) {
        first = Math.min(first, event.eventTime());
        last = Math.max(last, event.eventTime());
      }
    }
    return first > last ? Optional.empty() : Optional.of(new TimeRange(first, last));
  }

  /// The paths that occur in events of this artifact (full name), for completion; bounded.
  List<EventColumn> columns(String artifact);

  EventPlan explain(EventSearch search);

  /// Full names of the artifacts of which there are events, sorted.
  List<String> artifacts();

  EventStoreStatus status();

  /// What is kept of each day of ingest, oldest first; for retention.
  List<EventDay> days();

  /// Forgets, for good, the events of these artifacts that came in on that day; the whole day when
  /// nothing else of it is left. A day that is still written, or is not there, stays as it is:
  /// false.
  boolean forget(LocalDate day, Set<String> artifacts);

  /// Makes everything durable that was appended before; for tests, backup and an orderly stop.
  void commit();

  @Override
  void close();
}
