package dev.spoor.agent.channel;

import dev.spoor.wire.Message;
import java.io.IOException;

/// One open connection to the server.
interface Link extends AutoCloseable {
  /// Sends and returns once the message has left for the network; one caller at a time.
  void send(Message message) throws IOException, InterruptedException;

  /// Ends the connection at once; never fails, may be called twice.
  @Override
  void close();

  /// Called on threads of the connection; must return at once.
  interface Listener {
    void received(Message message);

    /// No more messages come.
    void ended(String why);
  }

  /// Opens connections.
  interface Opener {
    Link open(Listener listener) throws IOException, InterruptedException;
  }
}
