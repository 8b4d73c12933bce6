package dev.spoor.server.http.agent;

import dev.spoor.server.identity.ClientId;
import dev.spoor.wire.MonitoringUpdate;
import dev.spoor.wire.QueryLog;
import dev.spoor.wire.StreamStatus;

/// What a connected agent asks of monitoring and tells it. Called on virtual threads; may block.
public interface AgentMonitoring {
  /// The table that is meant for this client now.
  MonitoringUpdate table(ClientId client);

  void status(ClientId client, StreamStatus status);

  void log(ClientId client, QueryLog line);
}
