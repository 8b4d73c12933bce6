package dev.spoor.server.ingest;

import dev.spoor.host.storage.StorageFiles;
import dev.spoor.server.database.Database;
import dev.spoor.server.event.Event;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// A process of its own that consumes a journal until its end, each event with a row in a table of
/// the same transaction, and says each on its output: `KilledConsumer FOLDER LAST_LSN`.
final class KilledConsumer {
  static final String NAME = "killed";

  private KilledConsumer() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    long last = Long.parseLong(args[1]);
    try (Database database = Database.open(folder.resolve("spoor.db"));
        Journal journal =
            new Journal(
                JournalConfig.in(folder.resolve("journal")),
                StorageFiles.ofDisk(),
                InstantSource.system())) {
      journal.start(0);
      Consumers consumers = new Consumers(database, journal, InstantSource.system());
      try (EventConsumer consumer = consumers.open(NAME)) {
        for (Event event = consumer.next(_ -> true); event != null; event = next(consumer, last)) {
          long lsn = event.lsn();
          consumer.stage(
              tx ->
                  tx.handle()
                      .createUpdate("insert into consumed (lsn) values (:lsn)")
                      .bind("lsn", lsn)
                      .execute());
          System.out.println(lsn);
        }
      }
    }
  }

  /// The pull after the last event only says that it is done: it waits for nothing.
  private static @Nullable Event next(EventConsumer consumer, long last) throws Exception {
    if (consumer.currentLsn() == last) {
      Thread closer =
          Thread.ofPlatform()
              .unstarted(
                  () -> {
                    while (consumer.position() <= last) {
                      Thread.onSpinWait();
                    }
                    consumer.close();
                  });
      closer.start();
    }
    return consumer.next(_ -> true);
  }
}
