package dev.spoor.launcher;

import dev.spoor.server.http.HttpConfig;
import dev.spoor.server.http.agent.AgentConfig;
import java.nio.file.Path;
import java.util.Set;

/// How a server is started.
///
/// @param data everything that it keeps
/// @param home where the sample notebooks lie
/// @param host address of pages and API
/// @param port of pages and API; 0 lets the system choose
/// @param agentHost address for agents
/// @param agentPort for agents; 0 lets the system choose
/// @param egressAllowed `host:port` that messages may go to although it is private or without TLS
public record HouseConfig(
    Path data,
    Path home,
    String host,
    int port,
    String agentHost,
    int agentPort,
    Set<String> egressAllowed) {
  public HouseConfig {
    egressAllowed = Set.copyOf(egressAllowed);
  }

  public static HouseConfig in(Path data) {
    return new HouseConfig(
        data,
        Path.of(System.getProperty("spoor.home", ".")),
        "127.0.0.1",
        HttpConfig.DEFAULT_PORT,
        "127.0.0.1",
        AgentConfig.DEFAULT_PORT,
        Set.of());
  }

  public HouseConfig withPorts(int pages, int agents) {
    return new HouseConfig(data, home, host, pages, agentHost, agents, egressAllowed);
  }

  public HouseConfig withEgressAllowed(Set<String> places) {
    return new HouseConfig(data, home, host, port, agentHost, agentPort, places);
  }
}
