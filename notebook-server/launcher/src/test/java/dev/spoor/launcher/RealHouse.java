package dev.spoor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.launcher.channel.CutLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Server and agent as processes of their own, `serve` and `agent run`, with a cable between them:
/// what can be killed as in life. Ports stay the same over restarts. Not thread-safe.
public final class RealHouse implements AutoCloseable {
  private static final String SETUP_CODE = "real-house-code";
  private static final long PATIENCE_SECONDS = 120;

  private final Path folder;
  private final String egressAllowed;
  private final int port;
  private final int agentPort;
  private final CutLink cable;
  private @Nullable Process server;
  private @Nullable Process agent;
  private @Nullable ApiClient api;

  /// @param egressAllowed `host:port` of the sink
  public RealHouse(Path folder, String egressAllowed) throws IOException {
    this.folder = folder;
    this.egressAllowed = egressAllowed;
    port = freePort();
    agentPort = freePort();
    cable = new CutLink(agentPort);
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  public CutLink cable() {
    return cable;
  }

  public ApiClient api() {
    ApiClient known = api;
    if (known == null) {
      throw new IllegalStateException("the server was never started");
    }
    return known;
  }

  /// Starts the server; the first time also makes the user that the API is used as.
  public void startServer() throws IOException, InterruptedException {
    server =
        java(
            "server.log",
            Map.of("SPOOR_SETUP_CODE", SETUP_CODE),
            List.of("-Xmx512m", "-Dspoor.home=" + System.getProperty("spoor.root", ".")),
            "dev.spoor.launcher.Main",
            "serve",
            "--data",
            folder.resolve("data").toString(),
            "--port",
            Integer.toString(port),
            "--agent-port",
            Integer.toString(agentPort),
            "--egress-allow",
            egressAllowed);
    until("the server listens", () -> listens(port) && listens(agentPort));
    if (api == null) {
      ApiClient fresh = new ApiClient(port);
      fresh.post(
          "/api/v1/setup",
          "{\"code\":\"%s\",\"name\":\"anna\",\"passphrase\":\"a long passphrase of ours\"}"
              .formatted(SETUP_CODE));
      fresh.refresh();
      api = fresh;
    }
  }

  private boolean listens(int where) {
    assertThat(server).as("the server's process").matches(p -> p != null && p.isAlive(), log());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), where)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /// Enrols the agent, through the cable.
  public void enrolAgent() throws IOException, InterruptedException {
    String token =
        api()
            .post("/api/v1/enrolment-tokens", "{\"uses\":1,\"ttlSeconds\":600}")
            .path("token")
            .asString();
    Process enrolling =
        java(
            "enroll.log",
            Map.of("SPOOR_ENROLMENT_TOKEN", token),
            List.of("-Xmx128m"),
            "dev.spoor.agent.AgentMain",
            "enroll",
            "--server",
            "https://127.0.0.1:" + cable.port(),
            "--data",
            folder.resolve("agent").toString());
    assertThat(enrolling.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(enrolling.exitValue()).isZero();
  }

  public void startAgent() throws IOException {
    agent =
        java(
            "agent.log",
            Map.of(),
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            "dev.spoor.agent.AgentMain",
            "run",
            "--data",
            folder.resolve("agent").toString());
  }

  public boolean isConnected() {
    return api().get("/api/v1/clients").toString().contains("\"connected\":true");
  }

  /// `kill -9`, and waits until it is dead.
  public void killServer() throws InterruptedException {
    kill(server);
    server = null;
  }

  /// `kill -9`, and waits until it is dead.
  public void killAgent() throws InterruptedException {
    kill(agent);
    agent = null;
  }

  private static void kill(@Nullable Process process) throws InterruptedException {
    if (process != null) {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  /// A process of this test's class path; its output goes to that file, after what is there.
  public Process java(
      String log,
      Map<String, String> environment,
      List<String> flags,
      String mainClass,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            mainClass));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /// A copy of `/bin/true` under that name, to be executed.
  public Path program(String name) throws IOException {
    Path program = Files.copy(Path.of("/bin/true"), folder.resolve(name));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }

  /// The ends of the logs, for a failure.
  public String log() {
    StringBuilder text = new StringBuilder();
    for (String name : List.of("server.log", "agent.log", "enroll.log")) {
      Path path = folder.resolve(name);
      try {
        String whole = Files.exists(path) ? Files.readString(path) : "";
        text.append("\n--- ").append(name).append('\n');
        text.append(whole.substring(Math.max(0, whole.length() - 6_000)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return text.toString();
  }

  /// Waits for a condition; one that fails to be asked counts as not yet.
  public void until(String what, BooleanSupplier condition) throws InterruptedException {
    until(what, PATIENCE_SECONDS, condition);
  }

  public void until(String what, long seconds, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + seconds + " s until " + what + log());
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  @Override
  public void close() throws IOException {
    for (Process process : new Process[] {agent, server}) {
      if (process != null) {
        process.destroy();
        try {
          if (!process.waitFor(15, TimeUnit.SECONDS)) {
            process.destroyForcibly();
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
    cable.close();
  }
}
