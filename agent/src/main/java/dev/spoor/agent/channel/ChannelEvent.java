package dev.spoor.agent.channel;

import dev.spoor.wire.Message;
import dev.spoor.wire.QueryLog;

/// What wakes the channel's thread. Messages name their connection: those of an earlier one may
/// still be in the queue.
sealed interface ChannelEvent {
  record Received(long link, Message message) implements ChannelEvent {}

  record Ended(long link, String why) implements ChannelEvent {}

  record Log(QueryLog line) implements ChannelEvent {}

  /// Rows became durable in the spool.
  enum Rows implements ChannelEvent {
    INSTANCE
  }

  /// The state of some stream changed.
  enum StatusChanged implements ChannelEvent {
    INSTANCE
  }
}
