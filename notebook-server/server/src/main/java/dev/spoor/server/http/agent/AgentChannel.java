package dev.spoor.server.http.agent;

import dev.spoor.server.client.ClientChannel;
import dev.spoor.server.identity.ClientId;
import dev.spoor.wire.Message;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The connections that are open, one for each client: the newest wins. Thread-safe.
public final class AgentChannel implements ClientChannel {
  private final Map<ClientId, AgentConnection> open = new ConcurrentHashMap<>();

  /// Makes this the connection of its client.
  ///
  /// @return the one that was it until now
  @Nullable AgentConnection enter(ClientId client, AgentConnection connection) {
    return open.put(client, connection);
  }

  void leave(ClientId client, AgentConnection connection) {
    open.remove(client, connection);
  }

  @Override
  public boolean send(ClientId client, Message message) {
    AgentConnection connection = open.get(client);
    return connection != null && connection.send(message);
  }

  @Override
  public boolean isConnected(ClientId client) {
    return open.containsKey(client);
  }

  void disconnect(ClientId client, String reason) {
    AgentConnection connection = open.get(client);
    if (connection != null) {
      connection.close(reason);
    }
  }
}
