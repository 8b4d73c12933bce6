package dev.spoor.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.agent.AgentSettings;
import dev.spoor.host.config.ConfigException;
import dev.spoor.host.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Settings of the server, and the page that documents all of them.
class ConfigurationTest {
  private static final String SERVER = "<!-- server -->\n";
  private static final String AGENT = "<!-- agent -->\n";
  private static final String END = "<!-- end -->\n";

  @TempDir private Path data;

  private HouseConfig read(Map<String, String> environment) {
    return ServerSettings.config(data, ServerSettings.read(data, environment, Map.of()));
  }

  @Test
  void withoutAFileTheDefaultsHold() {
    assertThat(read(Map.of())).isEqualTo(HouseConfig.in(data));
  }

  @Test
  void everythingThatCanBeSetIsRead() throws IOException {
    Files.writeString(
        data.resolve(ServerSettings.FILE),
        """
        pages:
          host: 0.0.0.0
          port: 443
          names: [spoor.example.test]
          certificate: tls/chain.pem
          key: /etc/tls/key.pem
          time_zone: Europe/Berlin
        agents:
          host: 0.0.0.0
          port: 9443
        egress:
          allow: ["10.0.0.7:9999", "[::1]:80"]
        """);
    HouseConfig config = read(Map.of());
    assertThat(config.pages().host()).isEqualTo("0.0.0.0");
    assertThat(config.pages().port()).isEqualTo(443);
    assertThat(config.pages().allowedHosts()).containsExactly("spoor.example.test");
    assertThat(config.pages().timeZone()).isEqualTo("Europe/Berlin");
    assertThat(config.pages().tls().orElseThrow().certificate())
        .isEqualTo(data.resolve("tls/chain.pem"));
    assertThat(config.pages().tls().orElseThrow().key()).isEqualTo(Path.of("/etc/tls/key.pem"));
    assertThat(config.origin()).isEqualTo("https://0.0.0.0");
    assertThat(config.agentHost()).isEqualTo("0.0.0.0");
    assertThat(config.agentPort()).isEqualTo(9443);
    assertThat(config.egressAllowed()).containsExactlyInAnyOrder("10.0.0.7:9999", "[::1]:80");
    assertThat(read(Map.of("SPOOR_PORT", "80", "SPOOR_EGRESS_ALLOW", "a:1,b:2")).egressAllowed())
        .containsExactlyInAnyOrder("a:1", "b:2");
  }

  @Test
  void whatIsWrongIsSaidAtOnce() throws IOException {
    Path file = data.resolve(ServerSettings.FILE);
    Files.writeString(
        file,
        "pages: {port: 70000, time_zone: Mars, key: k}\negress: {allow: [10.0.0.7]}\nport: 1\n");
    assertThatThrownBy(() -> read(Map.of("SPOOR_AGENT_PORT", "many")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            (":3:1: unknown key \"port\"; did you mean pages.port?\n"
                    + ":1:15: pages.port: 70000 is not between 0 and 65535\n"
                    + "$SPOOR_AGENT_PORT: agents.port: \"many\" is not a whole number\n"
                    + ":2:17: egress.allow: \"10.0.0.7\" is not host:port\n"
                    + ":1:33: pages.time_zone: \"Mars\" is not a time zone\n"
                    + "default: pages.certificate: certificate and key are set together")
                .replaceAll("(?m)^:", file + ":"));
  }

  @Test
  void theConfigCommandSaysWhatHoldsAndWhy() throws IOException {
    Files.writeString(data.resolve(ServerSettings.FILE), "agents: {port: 1234}\n");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
    assertThat(line.execute("config", "--data", data.toString(), "--port", "9")).isZero();
    assertThat(out.toString())
        .contains("pages.port: 9   # --port\n")
        .contains("agents.port: 1234   # " + data.resolve("spoor.yaml") + ":1:16\n")
        .contains("agents.host: 127.0.0.1   # default\n");
    Files.writeString(data.resolve(ServerSettings.FILE), "agents: {prot: 1234}\n");
    assertThat(line.execute("config", "--data", data.toString())).isEqualTo(2);
    assertThat(err.toString()).contains(":1:10: unknown key \"agents.prot\"");
  }

  /// `-Dgolden.update=true` writes the tables anew.
  @Test
  void thePageOfSettingsHasEverySetting() throws IOException {
    Path page =
        Path.of(System.getProperty("spoor.root", "."), "notebook-server/docs/configuration.md");
    String text = Files.readString(page);
    String wanted =
        replaced(
            replaced(text, SERVER, Settings.table(ServerSettings.ALL)),
            AGENT,
            Settings.table(AgentSettings.ALL));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(page, wanted);
    }
    assertThat(Files.readString(page)).isEqualTo(wanted);
    assertThat(List.of(SERVER, AGENT)).allMatch(text::contains);
  }

  private static String replaced(String page, String mark, String table) {
    int from = page.indexOf(mark) + mark.length();
    int to = page.indexOf(END, from);
    return page.substring(0, from) + table + page.substring(to);
  }
}
