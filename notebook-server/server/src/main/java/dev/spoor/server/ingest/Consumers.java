package dev.spoor.server.ingest;

import dev.spoor.server.database.Database;
import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;

/// Those who read the journal on their own and go on after a restart where they were. A new one
/// begins at the journal's end. Thread-safe.
public final class Consumers {
  private final Database database;
  private final Journal journal;
  private final InstantSource clock;

  public Consumers(Database database, Journal journal, InstantSource clock) {
    this.database = database;
    this.journal = journal;
    this.clock = clock;
  }

  /// One with a durable offset under that name. Two with one name at a time would harm each other.
  public EventConsumer open(String name) {
    long end = journal.endLsn();
    long offset =
        database.write(
            tx -> {
              OptionalLong known = SqlConsumers.find(tx, name);
              if (known.isEmpty()) {
                SqlConsumers.save(tx, name, end, EpochNanos.of(clock.instant()));
              }
              return known.orElse(end);
            });
    return new EventConsumer(
        journal, journal.reader(offset), offset, (tx, lsn) -> save(tx, name, lsn), database);
  }

  /// One that forgets: it begins at the journal's end and has no offset.
  public EventConsumer ephemeral() {
    long end = journal.endLsn();
    return new EventConsumer(journal, journal.reader(end), end, null, database);
  }

  private void save(Transaction tx, String name, long lsn) {
    SqlConsumers.save(tx, name, lsn, EpochNanos.of(clock.instant()));
  }

  /// Removes an offset for good.
  public void forget(Transaction tx, String name) {
    SqlConsumers.delete(tx, name);
  }

  /// Offsets by name.
  public Map<String, Long> offsets() {
    return database.read(SqlConsumers::all);
  }
}
