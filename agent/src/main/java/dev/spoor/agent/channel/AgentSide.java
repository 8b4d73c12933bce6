package dev.spoor.agent.channel;

import dev.spoor.wire.MonitoringUpdate;
import dev.spoor.wire.StreamStatus;
import java.util.List;
import java.util.Map;

/// What the channel asks of the rest of the agent. Thread-safe.
public interface AgentSide {
  String agentVersion();

  /// hostname, os, arch…, asked at each connection.
  Map<String, String> facts();

  /// VQL plugins and event sources that this agent has.
  List<String> capabilities();

  /// What `agent.yaml` allows: shell, execve, upload.
  List<String> allowed();

  /// Version of the monitoring table that runs; 0 for none.
  long tableVersion();

  /// Takes a new table; called on the channel's thread, must not wait for the network.
  void apply(MonitoringUpdate update);

  /// The state of every stream.
  List<StreamStatus> statuses();
}
