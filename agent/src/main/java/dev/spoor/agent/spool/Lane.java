package dev.spoor.agent.spool;

import dev.spoor.wire.EventBatch;
import dev.spoor.wire.Priority;

/// The spool's queues, in the order in which they are sent; dropping goes the other way round and
/// never touches losses.
enum Lane {
  LOSSES,
  HIGH,
  NORMAL,
  BULK;

  static Lane of(int stream, Priority priority) {
    if (stream == EventBatch.LOSS_STREAM) {
      return LOSSES;
    }
    return switch (priority) {
      case HIGH -> HIGH;
      case NORMAL -> NORMAL;
      case BULK -> BULK;
    };
  }
}
