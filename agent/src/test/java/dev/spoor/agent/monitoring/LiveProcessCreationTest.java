package dev.spoor.agent.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.agent.source.MachineEnvironment;
import dev.spoor.agent.source.linux.AuditRights;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.wire.MonitoringUpdate;
import dev.spoor.wire.StreamStatus.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shipped artifact on a really executed process, from the kernel to the sink.
class LiveProcessCreationTest {
  @TempDir Path folder;

  @Test
  @SuppressWarnings("try") // the machine is only held
  void theBlogsCommandPassesItsPatternAndOthersDoNot() throws Exception {
    Path schtasks = Files.copy(Path.of("/bin/true"), folder.resolve("schtasks"));
    CollectingSink sink = new CollectingSink();
    try (AuditRights rights = AuditRights.take();
        MachineEnvironment machine = MachineEnvironment.ofThisMachine(InstantSource.system());
        EventQueryRunner runner =
            new EventQueryRunner(
                StorageFiles.ofDisk(),
                null,
                machine::catalog,
                sink,
                sink,
                InstantSource.system())) {
      runner.start();
      runner.apply(
          new MonitoringUpdate(
              1,
              BuiltInArtifact.read("Linux.Detection.ProcessCreation")
                  .entries(
                      1,
                      Map.of(
                          "CommandLineRegex",
                          "(?:(\\/ru)|(\\/p)) ",
                          "ImageRegex",
                          schtasks + "$"))));
      CollectingSink.until(
          "the query to run",
          () -> runner.reports().values().stream().allMatch(r -> r.state() == State.RUNNING));
      run(schtasks, "/Query");
      run(schtasks, "/Create", "/TN", "WindowsUpdateCheck", "/ru", "system", "/p", "adminpw");
      CollectingSink.until("the row", () -> !sink.rows.isEmpty());
    }
    assertThat(sink.rows).hasSize(1);
    assertThat(sink.rows.getFirst())
        .contains(
            "\"CommandLine\":\""
                + schtasks
                + " /Create /TN WindowsUpdateCheck /ru system /p adminpw\"")
        .contains("\"Image\":\"" + schtasks + "\"")
        .contains("\"ParentProcessId\":" + ProcessHandle.current().pid())
        .contains("\"_Sensor\":\"audit");
    assertThat(sink.losses).isEmpty();
  }

  private static void run(Path program, String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }
}
