package dev.spoor.server.client;

import dev.spoor.server.identity.ClientId;
import dev.spoor.wire.Message;

/// The way down to connected clients; implemented in `http`, used by the features above.
/// Thread-safe; never blocks on the network.
public interface ClientChannel {
  /// Queues a message to the newest connection of that client; false when it is not connected or
  /// its queue is full, in which case the sender tries again when the client reports.
  boolean send(ClientId client, Message message);

  boolean isConnected(ClientId client);
}
