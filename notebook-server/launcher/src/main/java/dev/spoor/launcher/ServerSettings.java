package dev.spoor.launcher;

import dev.spoor.host.config.Setting;
import dev.spoor.host.config.Settings;
import dev.spoor.server.http.HttpConfig;
import dev.spoor.server.http.agent.AgentConfig;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What can be set of the server, in `spoor.yaml` in the data folder, in the environment and on the
/// command line.
final class ServerSettings {
  static final String FILE = "spoor.yaml";

  static final Setting PAGES_HOST =
      Setting.one(
          "pages.host",
          "SPOOR_HOST",
          "--host",
          "127.0.0.1",
          "address of pages and API; anything but loopback needs a certificate");
  static final Setting PAGES_PORT =
      Setting.one(
          "pages.port",
          "SPOOR_PORT",
          "--port",
          "" + HttpConfig.DEFAULT_PORT,
          "port of pages and API");
  static final Setting PAGES_NAMES =
      Setting.list(
          "pages.names",
          "SPOOR_NAMES",
          "",
          "",
          "further names (`host` or `host:port`) under which people reach the server");
  static final Setting PAGES_CERTIFICATE =
      Setting.one(
          "pages.certificate", "SPOOR_CERTIFICATE", "", "", "PEM file with the certificate chain");
  static final Setting PAGES_KEY =
      Setting.one("pages.key", "SPOOR_KEY", "", "", "PEM file with the certificate's key");
  static final Setting TIME_ZONE =
      Setting.one(
          "pages.time_zone", "SPOOR_TIME_ZONE", "", "UTC", "time zone of those who choose none");
  static final Setting AGENT_HOST =
      Setting.one(
          "agents.host",
          "SPOOR_AGENT_HOST",
          "--agent-host",
          "127.0.0.1",
          "address on which agents connect");
  static final Setting AGENT_PORT =
      Setting.one(
          "agents.port",
          "SPOOR_AGENT_PORT",
          "--agent-port",
          "" + AgentConfig.DEFAULT_PORT,
          "port for agents, always TLS");
  static final Setting EGRESS_ALLOW =
      Setting.list(
          "egress.allow",
          "SPOOR_EGRESS_ALLOW",
          "--egress-allow",
          "",
          "`host:port` that messages may go to although it is private or without TLS");

  static final List<Setting> ALL =
      List.of(
          PAGES_HOST,
          PAGES_PORT,
          PAGES_NAMES,
          PAGES_CERTIFICATE,
          PAGES_KEY,
          TIME_ZONE,
          AGENT_HOST,
          AGENT_PORT,
          EGRESS_ALLOW);

  private static final Pattern PLACE =
      Pattern.compile("[^\\s:]+:[0-9]{1,5}|\\[[0-9A-Fa-f:.]+]:[0-9]{1,5}");

  private ServerSettings() {}

  static Settings read(
      Path data, Map<String, String> environment, Map<String, List<String>> commandLine) {
    return Settings.read(ALL, data.resolve(FILE), environment, commandLine);
  }

  /// The configuration that the settings make; throws a `ConfigException` with all that is wrong.
  static HouseConfig config(Path data, Settings settings) {
    int port = (int) settings.number(PAGES_PORT, 0, 65_535);
    int agentPort = (int) settings.number(AGENT_PORT, 0, 65_535);
    List<String> allowed =
        settings.texts(EGRESS_ALLOW, text -> PLACE.matcher(text).matches(), "host:port");
    String zone = settings.text(TIME_ZONE);
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      settings.problem(TIME_ZONE, "\"" + zone + "\" is not a time zone");
    }
    String certificate = settings.text(PAGES_CERTIFICATE);
    String key = settings.text(PAGES_KEY);
    if (certificate.isEmpty() != key.isEmpty()) {
      settings.problem(
          certificate.isEmpty() ? PAGES_CERTIFICATE : PAGES_KEY,
          "certificate and key are set together");
    }
    settings.check();
    HouseConfig defaults = HouseConfig.in(data);
    return new HouseConfig(
        defaults.data(),
        defaults.home(),
        new HttpConfig(
            settings.text(PAGES_HOST),
            port,
            certificate.isEmpty()
                ? Optional.empty()
                : Optional.of(new HttpConfig.Tls(data.resolve(certificate), data.resolve(key))),
            settings.texts(PAGES_NAMES),
            zone),
        settings.text(AGENT_HOST),
        agentPort,
        new HashSet<>(allowed));
  }
}
