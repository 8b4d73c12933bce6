package dev.spoor.launcher;

import dev.spoor.server.http.agent.AgentMonitoring;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.monitoring.ClientMonitoring;
import dev.spoor.server.monitoring.ClientStates;
import dev.spoor.wire.MonitoringUpdate;
import dev.spoor.wire.QueryLog;
import dev.spoor.wire.StreamStatus;

/// What the agents' connections ask of monitoring, and tell it.
record MonitoringForAgents(ClientMonitoring monitoring, ClientStates states)
    implements AgentMonitoring {
  @Override
  public MonitoringUpdate table(ClientId client) {
    return monitoring.table(client);
  }

  @Override
  public void status(ClientId client, StreamStatus status) {
    states.status(client, status);
  }

  @Override
  public void log(ClientId client, QueryLog line) {
    states.log(client, line);
  }
}
