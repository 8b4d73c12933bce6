package dev.spoor.server.event.lucene;

import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.EventStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// The promises of all stores, with the rows in each of the places where they can be.
class LuceneEventStoreTest {
  @Nested
  class WithOpenRuns extends EventStoreContract {
    @TempDir Path folder = Path.of("");

    @Override
    protected EventStore open() {
      return LuceneEventStore.open(LuceneStoreConfig.in(folder));
    }

    @Override
    protected void settle(EventStore store) {}
  }

  @Nested
  class WithBlocksNotYetInTheReader extends EventStoreContract {
    @TempDir Path folder = Path.of("");

    @Override
    protected EventStore open() {
      return LuceneEventStore.open(LuceneStoreConfig.in(folder).withRuns(64, 7));
    }

    @Override
    protected void settle(EventStore store) {
      store.commit();
    }
  }

  @Nested
  class WithIndexedBlocks extends EventStoreContract {
    @TempDir Path folder = Path.of("");

    @Override
    protected EventStore open() {
      return LuceneEventStore.open(
          LuceneStoreConfig.in(folder).withRuns(64, 3).withBlockFiles(20_000, 0));
    }

    @Override
    protected void settle(EventStore store) {
      store.commit();
      try {
        ((LuceneEventStore) store).refresh();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
