package dev.spoor.server.event;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.vql.value.Row;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The plainest store that keeps the promises, but for durability: it looks at every row. The
/// measure for all others in tests. Thread-safe.
public final class InMemoryEventStore implements EventStore {
  private record Kept(Envelope envelope, Row row, int size) {}

  private static final long DAY_NANOS = 86_400_000_000_000L;

  // guarded by this
  private final List<Kept> rows = new ArrayList<>();
  private long nextLsn;
  private long bytes;
  private boolean closed;

  private static LocalDate day(Kept kept) {
    return LocalDate.ofEpochDay(Math.floorDiv(kept.envelope.ingestTime(), DAY_NANOS));
  }

  @Override
  public synchronized List<EventDay> days() {
    Map<LocalDate, Map<String, Long>> counts = new TreeMap<>();
    Map<LocalDate, Map<String, Long>> sizes = new TreeMap<>();
    for (Kept kept : rows) {
      String artifact = kept.envelope.artifact();
      counts.computeIfAbsent(day(kept), _ -> new TreeMap<>()).merge(artifact, 1L, Long::sum);
      sizes
          .computeIfAbsent(day(kept), _ -> new TreeMap<>())
          .merge(artifact, (long) kept.size, Long::sum);
    }
    LocalDate newest = rows.isEmpty() ? LocalDate.EPOCH : day(rows.getLast());
    List<EventDay> days = new ArrayList<>();
    counts.forEach(
        (day, of) -> {
          Map<String, Long> held = sizes.getOrDefault(day, Map.of());
          long total = held.values().stream().mapToLong(Long::longValue).sum();
          days.add(new EventDay(day, day.equals(newest), total, of, held));
        });
    return days;
  }

  @Override
  public synchronized boolean forget(LocalDate day, Set<String> artifacts) {
    if (rows.isEmpty() || day(rows.getLast()).equals(day)) {
      return false;
    }
    return rows.removeIf(
        kept -> day(kept).equals(day) && artifacts.contains(kept.envelope.artifact()));
  }

  @Override
  public synchronized void append(AcceptedBatch batch) {
    if (closed) {
      throw new SpoorException(ErrorCode.UNAVAILABLE, "the event store is closed");
    }
    for (int i = 0; i < batch.rows().size(); i++) {
      if (batch.firstLsn() + i < nextLsn) {
        continue;
      }
      byte[] json = batch.rows().get(i).json();
      Row row = EventRows.read(json);
      Envelope envelope =
          Envelope.of(batch, i, Envelope.subject(batch.writer(), row.get(Envelope.CLIENT_ID)));
      rows.add(new Kept(envelope, row, json.length));
      bytes += json.length;
    }
    nextLsn = Math.max(nextLsn, batch.endLsn());
  }

  @Override
  public long replayFrom() {
    return 0;
  }

  @Override
  public long durableUpTo() {
    return 0;
  }

  @Override
  public synchronized long visibleUpTo() {
    return nextLsn;
  }

  @Override
  public EventStream find(EventSearch search) {
    List<Kept> seen;
    synchronized (this) {
      seen = List.copyOf(rows);
    }
    Deque<Event> found = new ArrayDeque<>();
    EventCondition condition = EventCondition.of(search.predicate());
    EventAssembler assembler = new EventAssembler(search.columns());
    long limit = search.limit().orElse(Long.MAX_VALUE);
    List<Kept> ordered = new ArrayList<>(seen);
    Comparator<Kept> oldest =
        Comparator.comparingLong((Kept kept) -> kept.envelope.eventTime())
            .thenComparingLong(kept -> kept.envelope.lsn());
    switch (search.order()) {
      case ANY -> {}
      case OLDEST_FIRST -> ordered.sort(oldest);
      case NEWEST_FIRST -> ordered.sort(oldest.reversed());
    }
    for (Kept kept : ordered) {
      if (found.size() < limit && isInScope(kept.envelope, search)) {
        if (condition.on(column -> value(kept, column)) != Verdict.NO) {
          found.add(assembler.assemble(kept.envelope, kept.row.columns(), kept.row::get));
        }
      }
    }
    return new Found(found, seen.size());
  }

  private static boolean isInScope(Envelope envelope, EventSearch search) {
    return (search.artifacts() == null || search.artifacts().contains(envelope.artifact()))
        && (search.clients() == null || search.clients().contains(envelope.subject()))
        && search.eventTime().contains(envelope.eventTime())
        && search.ingestTime().contains(envelope.ingestTime())
        && envelope.lsn() >= search.lsnFrom()
        && envelope.lsn() < search.lsnBound();
  }

  private static @Nullable Object value(Kept kept, String column) {
    return Envelope.isEnvelope(column)
        ? kept.envelope.value(column, kept.row::get)
        : kept.row.get(column);
  }

  @Override
  public synchronized List<EventColumn> columns(String artifact) {
    TreeMap<String, EventColumn> found = new TreeMap<>();
    for (Kept kept : rows) {
      if (kept.envelope.artifact().equals(artifact)) {
        addPaths(kept.row, List.of(), found);
      }
    }
    return List.copyOf(found.values());
  }

  private static void addPaths(
      @Nullable Object value, List<String> path, Map<String, EventColumn> found) {
    if (!path.isEmpty()) {
      found.putIfAbsent(String.join("\u001f", path), new EventColumn(path));
    }
    if (value instanceof Row row) {
      row.forEach(
          (name, member) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            addPaths(member, longer, found);
          });
    } else if (value instanceof List<?> list) {
      list.forEach(element -> addPaths(element, path, found));
    }
  }

  @Override
  public EventPlan explain(EventSearch search) {
    return new EventPlan(
        "every row in memory",
        search.predicate().conjuncts().stream()
            .map(
                part -> {
                  boolean exact = EventCondition.of(part).isExact();
                  return new EventPlan.Conjunct(part, exact, exact ? "exact" : "residual");
                })
            .toList());
  }

  @Override
  public synchronized List<String> artifacts() {
    TreeSet<String> names = new TreeSet<>();
    rows.forEach(kept -> names.add(kept.envelope.artifact()));
    return List.copyOf(names);
  }

  @Override
  public synchronized EventStoreStatus status() {
    TreeMap<String, Long> counts = new TreeMap<>();
    rows.forEach(kept -> counts.merge(kept.envelope.artifact(), 1L, Long::sum));
    return new EventStoreStatus(
        rows.size(),
        rows.size(),
        0,
        bytes,
        0,
        nextLsn,
        0,
        counts.entrySet().stream()
            .map(e -> new EventStoreStatus.ArtifactCount(e.getKey(), e.getValue(), 0))
            .toList(),
        Optional.empty());
  }

  @Override
  public void commit() {}

  @Override
  public synchronized void close() {
    closed = true;
  }

  private static final class Found implements EventStream {
    private final Deque<Event> rows;
    private final long scanned;
    private volatile boolean closed;

    Found(Deque<Event> rows, long scanned) {
      this.rows = rows;
      this.scanned = scanned;
    }

    @Override
    public @Nullable Event next() {
      return closed ? null : rows.poll();
    }

    @Override
    public long scanned() {
      return scanned;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
