package dev.spoor.launcher;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was started and must be stopped. Used by one thread.
final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  /// Stops in the reverse order of start; one part that fails does not keep the others open.
  @Override
  public void close() {
    while (!open.isEmpty()) {
      AutoCloseable part = open.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("a part did not close: {}", part.getClass().getSimpleName(), e);
      }
    }
  }
}
