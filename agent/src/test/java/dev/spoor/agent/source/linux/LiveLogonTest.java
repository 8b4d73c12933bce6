package dev.spoor.agent.source.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.host.source.EventSource;
import dev.spoor.vql.value.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An account that really logs on: over a real sshd on the loopback interface, and by su. The test
/// makes the account and removes it.
@SuppressWarnings("try") // subscriptions are only held
class LiveLogonTest {
  private static final AuditConfig CONFIG =
      AuditConfig.standard().withKey("spoor-test").withReceiveBuffer(64 << 20);
  private static final Path SSHD = Path.of("/usr/sbin/sshd");

  @TempDir Path folder;
  private AuditRights rights;
  private Process sshd;
  private int port;
  private final String user = "spoor" + ProcessHandle.current().pid() % 100_000;
  private final Watched watched = new Watched();

  @BeforeEach
  void takeTheMachine() throws IOException {
    for (String program : List.of(SSHD.toString(), "/usr/bin/ssh", "/usr/sbin/useradd")) {
      if (!Files.isExecutable(Path.of(program))) {
        System.err.println("NOT RUN: no " + program);
        Assumptions.abort("NOT RUN: no " + program);
      }
    }
    rights = AuditRights.take();
    run("useradd", "-m", "-s", "/bin/sh", user);
    startSshd();
  }

  @AfterEach
  void giveTheMachineBack() throws IOException {
    if (rights != null) {
      if (sshd != null) {
        sshd.destroy();
      }
      tryRun("pkill", "-KILL", "-u", user);
      tryRun("userdel", "-f", "-r", user);
      rights.close();
    }
  }

  private void startSshd() throws IOException {
    Path keys = Files.createDirectory(folder.resolve("keys"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", keys.resolve("host").toString());
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", keys.resolve("user").toString());
    Path authorized = folder.resolve("authorized");
    Files.copy(keys.resolve("user.pub"), authorized);
    Files.setPosixFilePermissions(authorized, PosixFilePermissions.fromString("rw-r--r--"));
    Files.createDirectories(Path.of("/run/sshd"));
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path config = folder.resolve("sshd_config");
    Files.writeString(
        config,
        String.join(
            "\n",
            "Port " + port,
            "ListenAddress 127.0.0.1",
            "HostKey " + keys.resolve("host"),
            "AuthorizedKeysFile " + authorized,
            "PidFile none",
            "StrictModes no",
            "UsePAM yes",
            ""));
    sshd =
        new ProcessBuilder(SSHD.toString(), "-D", "-f", config.toString(), "-E", folder + "/log")
            .start();
    Watched.until("sshd to listen", this::isListening);
  }

  private boolean isListening() {
    try (var socket = new java.net.Socket("127.0.0.1", port)) {
      return socket.getInputStream().read() == 'S';
    } catch (IOException e) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      return false;
    }
  }

  @Test
  void sshWithAndWithoutTerminalSuAndARefusalAreOneRowEach() throws Exception {
    try (LinuxWatch watch = new LinuxWatch(CONFIG, InstantSource.system());
        EventSource.Subscription subscription = watch.logons().subscribe(watched)) {
      assertThat(watch.logons().status().error()).isNull();

      ssh("-T", "true");
      until(1);
      ssh("-tt", "true");
      until(2);
      run("su", user, "-c", "true");
      until(3);
      // an ordinary account that asks for root's rights and has no password for it
      tryRun("su", user, "-c", "echo wrong | su root -c true");
      until(5);

      assertThat(ours().stream().map(LiveLogonTest::line))
          .containsExactly(
              "4624 " + user + " 3 127.0.0.1 sshd null",
              "4624 " + user + " 10 127.0.0.1 sshd pts",
              "4624 " + user + " 2 null su null",
              "4624 " + user + " 2 null su null",
              "4625 root 2 null su null");
      Row first = ours().getFirst();
      assertThat(String.valueOf(first.get("_Sensor"))).startsWith("audit");
      assertThat(first.path(List.of("EventData", "TargetUserId"))).isEqualTo(uid());
    }
  }

  /// Rows about our account, or caused by it.
  private List<Row> ours() {
    return watched.matching(
        row ->
            user.equals(String.valueOf(row.get("TargetUserName")))
                || user.equals(String.valueOf(row.path(List.of("EventData", "SubjectUserName")))));
  }

  private void until(int rows) {
    Watched.until(rows + " logons; there are " + ours(), () -> ours().size() >= rows);
  }

  private static String line(Row row) {
    String terminal = String.valueOf(row.path(List.of("EventData", "Terminal")));
    return row.get("EventID")
        + " "
        + row.get("TargetUserName")
        + " "
        + row.get("LogonType")
        + " "
        + row.get("IpAddress")
        + " "
        + row.path(List.of("EventData", "LogonProcessName"))
        + " "
        + (terminal.startsWith("pts/") ? "pts" : terminal);
  }

  private Object uid() throws IOException {
    return Files.readAllLines(Path.of("/etc/passwd")).stream()
        .map(line -> line.split(":", -1))
        .filter(words -> words[0].equals(user))
        .map(words -> Long.valueOf(words[2]))
        .findFirst()
        .orElseThrow();
  }

  private void ssh(String terminal, String command) {
    run(
        "ssh",
        terminal,
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        "UserKnownHostsFile=/dev/null",
        "-o",
        "LogLevel=ERROR",
        "-i",
        folder.resolve("keys/user").toString(),
        "-p",
        String.valueOf(port),
        user + "@127.0.0.1",
        command);
  }

  private static void run(String... command) {
    assertThat(tryRun(command)).as(Arrays.toString(command)).isZero();
  }

  private static int tryRun(String... command) {
    try {
      List<String> words = new ArrayList<>(List.of(command));
      Process process =
          new ProcessBuilder(words)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(words.toString()).isTrue();
      return process.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
