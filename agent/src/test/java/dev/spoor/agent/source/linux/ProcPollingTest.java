package dev.spoor.agent.source.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.host.source.EventSource;
import dev.spoor.vql.value.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the subscription is only held
class ProcPollingTest {
  @Test
  void seesALongProcessAndSaysWhatItMisses() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/stat")), "NOT RUN: no /proc");
    Watched watched = new Watched();
    String marker = "poll-" + System.nanoTime();
    try (LinuxWatch source = new LinuxWatch(AuditConfig.standard(), InstantSource.system(), true);
        EventSource.Subscription subscription = source.processes().subscribe(watched)) {
      assertThat(source.processes().status().sensor())
          .isEqualTo("proc-polling (misses short processes)");
      assertThat(source.processes().status().degraded()).isTrue();
      Process shell = new ProcessBuilder("sh", "-c", "read " + "x # " + marker).start();
      try {
        Watched.until(
            "the process",
            () -> !watched.matching(r -> Watched.commandLine(r).contains(marker)).isEmpty());
      } finally {
        shell.destroyForcibly();
      }
    }
    Row row = watched.matching(r -> Watched.commandLine(r).contains(marker)).getFirst();
    assertThat(row.get("_Sensor")).hasToString("proc-polling (misses short processes)");
    assertThat(row.path(List.of("EventData", "ParentProcessId")))
        .isEqualTo(ProcessHandle.current().pid());
  }
}
