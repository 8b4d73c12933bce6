package dev.spoor.agent;

import dev.spoor.agent.channel.AgentIdentity;
import dev.spoor.agent.channel.ChannelConfig;
import dev.spoor.agent.monitoring.BuiltInArtifact;
import dev.spoor.agent.monitoring.EventQueryRunner;
import dev.spoor.agent.monitoring.TerminalSink;
import dev.spoor.agent.source.MachineEnvironment;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.wire.MonitoringEntry;
import dev.spoor.wire.MonitoringUpdate;
import dev.spoor.wire.Priority;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `agent run`: runs event queries until it is told to stop.
@Command(
    name = "run",
    description = "Run the event queries of this machine until stopped.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./spoor agent run",
      "  ./spoor agent run --print",
      "  ./spoor agent run --print --param 'CommandLineRegex=(/ru)|(/s)'",
      "  ./spoor agent run --print --query 'SELECT EventData.CommandLine FROM watch_processes()'"
    })
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final String DEFAULT_ARTIFACT = "Linux.Detection.ProcessCreation";

  @Option(
      names = "--print",
      description = "show the rows on the terminal as JSON lines, without a server")
  private boolean print;

  @Option(
      names = "--artifact",
      paramLabel = "NAME",
      description = "with --print: the artifact to run (default: " + DEFAULT_ARTIFACT + ")")
  private List<String> artifacts = List.of();

  @Option(
      names = "--param",
      paramLabel = "K=V",
      description = "with --print: a parameter of the artifact")
  private Map<String, String> parameters = Map.of();

  @Option(
      names = "--query",
      paramLabel = "VQL",
      description = "with --print: run this event query instead of an artifact")
  private @Nullable String query;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "the agent's folder (default: $SPOOR_AGENT_DATA or " + AgentFolder.DEFAULT + ")")
  private @Nullable Path data;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException, IOException {
    InstantSource clock = InstantSource.system();
    return print ? print(clock) : connect(clock);
  }

  /// Runs what the server's table says and sends the rows there.
  private int connect(InstantSource clock) throws InterruptedException, IOException {
    AgentFolder folder = AgentFolder.of(data);
    if (!AgentIdentity.isEnrolled(folder.identity())) {
      throw new IllegalArgumentException(
          folder.path() + " is not enrolled: say agent enroll first, or run --print");
    }
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    stopBeforeExit(stop, stopped);
    try (ConnectedAgent agent = ConnectedAgent.start(folder, ChannelConfig.standard(), clock)) {
      stop.await();
      LOG.info("stopping{}", agent.isConnected() ? "" : " (not connected; rows wait in the spool)");
    } finally {
      stopped.countDown();
    }
    return 0;
  }

  /// Shows rows on the terminal.
  private int print(InstantSource clock) throws InterruptedException {
    MonitoringUpdate table = new MonitoringUpdate(1, entries());
    OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
    TerminalSink sink = new TerminalSink(out, Objects.requireNonNull(spec).commandLine().getErr());
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    stopBeforeExit(stop, stopped);
    try (MachineEnvironment machine = MachineEnvironment.ofThisMachine(clock);
        EventQueryRunner runner =
            new EventQueryRunner(
                StorageFiles.ofDisk(), null, machine::catalog, sink, sink, clock)) {
      runner.start();
      runner.apply(table);
      stop.await();
    } finally {
      stopped.countDown();
    }
    return 0;
  }

  private static void stopBeforeExit(CountDownLatch stop, CountDownLatch stopped) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name("spoor-agent-stop").unstarted(() -> awaitEnd(stop, stopped)));
  }

  /// Keeps the machine's exit waiting until the sensors have put it back as it was.
  private static void awaitEnd(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await(20, java.util.concurrent.TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<MonitoringEntry> entries() {
    if (query != null) {
      return List.of(
          new MonitoringEntry(
              1, "query", 0, "", query, Map.of(), null, Priority.NORMAL, "", List.of()));
    }
    List<MonitoringEntry> entries = new ArrayList<>();
    for (String name : artifacts.isEmpty() ? List.of(DEFAULT_ARTIFACT) : artifacts) {
      entries.addAll(BuiltInArtifact.read(name).entries(entries.size() + 1, parameters));
    }
    return entries;
  }
}
