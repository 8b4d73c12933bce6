package dev.spoor.server.ingest;

import dev.spoor.server.database.Database;
import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.identity.ClientId;
import dev.spoor.wire.StreamStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What agents report of their streams, as intervals per client and stream in which the state
/// stayed the same and reports kept coming. Kept in memory and written by [#flush]. Thread-safe.
public final class Coverage {
  /// Reports come every 30 s; a longer silence ends an interval.
  static final Duration SILENCE = Duration.ofSeconds(90);

  private final Database database;
  private final InstantSource clock;
  private final Map<Key, Interval> current = new HashMap<>();
  private final List<Interval> dirty = new ArrayList<>();

  private record Key(ClientId client, int stream) {}

  /// One interval; `id` is 0 until it was written.
  static final class Interval {
    long id;
    final ClientId client;
    final Instant from;
    Instant to;
    StreamStatus last;
    boolean isDirty;

    Interval(ClientId client, Instant from, StreamStatus status) {
      this.client = client;
      this.from = from;
      this.to = from;
      this.last = status;
    }
  }

  public Coverage(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  public synchronized void report(ClientId client, StreamStatus status) {
    Instant now = clock.instant();
    Key key = new Key(client, status.stream());
    Interval interval = current.get(key);
    boolean goesOn =
        interval != null
            && interval.last.boot() == status.boot()
            && interval.last.state() == status.state()
            && Objects.equals(interval.last.error(), status.error())
            && Duration.between(interval.to, now).compareTo(SILENCE) <= 0;
    if (interval == null || !goesOn) {
      interval = new Interval(client, now, status);
      current.put(key, interval);
    }
    interval.to = now;
    interval.last = status;
    if (!interval.isDirty) {
      interval.isDirty = true;
      dirty.add(interval);
    }
  }

  /// The last report of a stream.
  public synchronized Optional<StreamStatus> last(ClientId client, int stream) {
    Interval interval = current.get(new Key(client, stream));
    return interval == null ? Optional.empty() : Optional.of(interval.last);
  }

  /// Writes what changed.
  public void flush() {
    List<Interval> changed;
    List<SqlCoverage.Row> rows = new ArrayList<>();
    synchronized (this) {
      if (dirty.isEmpty()) {
        return;
      }
      changed = List.copyOf(dirty);
      dirty.clear();
      for (Interval interval : changed) {
        interval.isDirty = false;
        rows.add(
            new SqlCoverage.Row(
                interval.id,
                interval.client,
                EpochNanos.of(interval.from),
                EpochNanos.of(interval.to),
                interval.last));
      }
    }
    List<Long> ids =
        database.write(tx -> rows.stream().map(row -> SqlCoverage.save(tx, row)).toList());
    synchronized (this) {
      for (int i = 0; i < changed.size(); i++) {
        changed.get(i).id = ids.get(i);
      }
    }
  }

  /// What a client's streams told last, together: rows that it took, kept, sent and lost.
  public record ClientLoss(
      ClientId client, long captured, long spooled, long sent, long lost, Instant told) {}

  /// The clients that lost most, then those that keep most, since then.
  public List<ClientLoss> losses(Instant since, int limit) {
    return database.read(tx -> SqlCoverage.losses(tx, since, limit));
  }
}
