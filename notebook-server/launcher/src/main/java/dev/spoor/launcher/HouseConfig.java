package dev.spoor.launcher;

import dev.spoor.server.http.HttpConfig;
import dev.spoor.server.http.agent.AgentConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How a server is started.
///
/// @param data everything that it keeps
/// @param home where the sample notebooks lie
/// @param pages where pages and API listen; port 0 lets the system choose
/// @param agentHost address for agents
/// @param agentPort for agents; 0 lets the system choose
/// @param egressAllowed `host:port` that messages may go to although it is private or without TLS
public record HouseConfig(
    Path data,
    Path home,
    HttpConfig pages,
    String agentHost,
    int agentPort,
    Set<String> egressAllowed) {
  public HouseConfig {
    egressAllowed = Set.copyOf(egressAllowed);
  }

  /// Pages and API in plain HTTP.
  public HouseConfig(
      Path data,
      Path home,
      String host,
      int port,
      String agentHost,
      int agentPort,
      Set<String> egressAllowed) {
    this(
        data,
        home,
        new HttpConfig(host, port, Optional.empty(), List.of(), "UTC"),
        agentHost,
        agentPort,
        egressAllowed);
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

  /// `https://host` or `http://host`, without the port.
  String origin() {
    return (pages.tls().isPresent() ? "https://" : "http://") + pages.host();
  }

  public HouseConfig withPorts(int pagesPort, int agents) {
    return new HouseConfig(
        data,
        home,
        new HttpConfig(
            pages.host(), pagesPort, pages.tls(), pages.allowedHosts(), pages.timeZone()),
        agentHost,
        agents,
        egressAllowed);
  }

  public HouseConfig withEgressAllowed(Set<String> places) {
    return new HouseConfig(data, home, pages, agentHost, agentPort, places);
  }
}
