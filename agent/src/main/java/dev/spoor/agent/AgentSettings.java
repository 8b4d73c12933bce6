package dev.spoor.agent;

import dev.spoor.agent.spool.SpoolConfig;
import dev.spoor.host.config.ConfigException;
import dev.spoor.host.config.Setting;
import dev.spoor.host.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the owner of a machine decides about its agent, in `agent.yaml` in the agent's folder and
/// in the environment.
///
/// @param allowed what the server may ask for beyond watching: `shell`, `execve`, `upload`
/// @param spoolLimit bytes of rows that may wait for the server
public record AgentSettings(List<String> allowed, long spoolLimit) {
  static final String FILE = "agent.yaml";
  private static final Set<String> KNOWN = Set.of("shell", "execve", "upload");
  private static final long LEAST_SPOOL = 64L << 20;
  private static final long MOST_SPOOL = 1L << 40;

  static final Setting ALLOW =
      Setting.list(
          "allow",
          "SPOOR_AGENT_ALLOW",
          "",
          "",
          "what the server may ask of this machine beyond watching: `shell`, `execve`, `upload`");
  static final Setting SPOOL_LIMIT =
      Setting.one(
          "spool.limit",
          "SPOOR_AGENT_SPOOL_LIMIT",
          "",
          "1_073_741_824",
          "bytes of rows that may wait for the server");

  public static final List<Setting> ALL = List.of(ALLOW, SPOOL_LIMIT);

  public AgentSettings {
    allowed = List.copyOf(allowed);
  }

  /// Reads them; throws a [ConfigException] with all that is wrong.
  static AgentSettings read(Path folder, Map<String, String> environment) throws IOException {
    Path file = folder.resolve(FILE);
    refuseForeignWriters(file);
    Settings settings = Settings.read(ALL, file, environment, Map.of());
    List<String> allowed =
        settings.texts(ALLOW, KNOWN::contains, "one of shell, execve, upload").stream()
            .sorted()
            .distinct()
            .toList();
    long limit = settings.number(SPOOL_LIMIT, LEAST_SPOOL, MOST_SPOOL);
    settings.check();
    return new AgentSettings(allowed, limit);
  }

  /// Whoever may write the file decides what runs here with the rights of the agent.
  private static void refuseForeignWriters(Path file) throws IOException {
    if (Files.exists(file) && Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.OTHERS_WRITE)
          || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
        throw new ConfigException(List.of(file + ": others may write it; say chmod go-w " + file));
      }
    }
  }

  SpoolConfig spool(Path folder) {
    SpoolConfig standard = SpoolConfig.in(folder);
    return new SpoolConfig(folder, spoolLimit, standard.segment(), standard.inbox());
  }
}
