package dev.spoor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spoor.host.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentSettingsTest {
  @TempDir private Path folder;

  private Path write(String yaml) throws IOException {
    Path file = folder.resolve(AgentSettings.FILE);
    Files.writeString(file, yaml);
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
    return file;
  }

  @Test
  void withoutAFileNothingIsAllowed() throws IOException {
    AgentSettings settings = AgentSettings.read(folder, Map.of());
    assertThat(settings.allowed()).isEmpty();
    assertThat(settings.spool(folder).limit()).isEqualTo(1L << 30);
  }

  @Test
  void everythingThatCanBeSetIsRead() throws IOException {
    write("allow: [upload, shell, shell]\nspool:\n  limit: 100_000_000\n");
    AgentSettings settings = AgentSettings.read(folder, Map.of());
    assertThat(settings.allowed()).containsExactly("shell", "upload");
    assertThat(settings.spool(folder).limit()).isEqualTo(100_000_000);
    assertThat(AgentSettings.read(folder, Map.of("SPOOR_AGENT_ALLOW", "")).allowed()).isEmpty();
  }

  @Test
  void whatIsWrongIsSaidWithItsPlace() throws IOException {
    Path file = write("allow: [exec]\nspool: {limit: 1}\nserver: x\n");
    assertThatThrownBy(() -> AgentSettings.read(folder, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            file
                + ":3:1: unknown key \"server\"\n"
                + file
                + ":1:8: allow: \"exec\" is not one of shell, execve, upload\n"
                + file
                + ":2:16: spool.limit: 1 is not between 67108864 and 1099511627776");
  }

  /// CVE-2024-10526: who may write the agent's files decides what runs with its rights.
  @Test
  void aFileThatOthersMayWriteIsRefused() throws IOException {
    Path file = write("allow: [shell]\n");
    assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"), "POSIX files only");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--rw-"));
    assertThatThrownBy(() -> AgentSettings.read(folder, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("others may write it");
  }
}
