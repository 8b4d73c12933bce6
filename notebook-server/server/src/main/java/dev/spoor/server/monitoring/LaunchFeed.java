package dev.spoor.server.monitoring;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.ingest.EventConsumer;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The one reading position of a session: shared state under this class. Two readers at a time
/// would have no common order, so that is refused; one reader may watch several artifacts.
final class LaunchFeed {
  private final EventConsumer consumer;
  private boolean isOpen;
  private volatile @Nullable RuntimeException failure;

  LaunchFeed(EventConsumer consumer) {
    this.consumer = consumer;
  }

  synchronized RowStream open(Predicate<String> wanted) {
    if (isOpen) {
      SpoorException refused =
          new SpoorException(
              ErrorCode.INVALID_QUERY,
              "a query can have one watch_monitoring() at a time: name all artifacts in it");
      failure = refused;
      throw refused;
    }
    isOpen = true;
    return new RowStream() {
      @Override
      public @Nullable Row next() {
        try {
          return consumer.next(wanted);
        } catch (RuntimeException e) {
          // the evaluator ends the rows of a plugin that fails; the owner must know that they broke
          failure = e;
          throw e;
        }
      }

      @Override
      public void close() {
        consumer.close();
      }
    };
  }

  /// Throws what broke the rows, if anything did.
  void check() {
    RuntimeException broken = failure;
    if (broken != null) {
      throw broken;
    }
  }
}
