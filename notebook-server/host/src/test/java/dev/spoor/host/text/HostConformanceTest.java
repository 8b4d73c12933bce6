package dev.spoor.host.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spoor.vql.VqlThreads;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.conformance.ConformanceRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The cases of the shared suite that need what a host adds.
class HostConformanceTest {
  @Test
  void everyCaseThatIsNotSkippedPasses() throws Exception {
    String root = System.getProperty("spoor.root", ".");
    Path file =
        Path.of(
            System.getProperty("spoor.shared", Path.of(root, "..", "shared").toString()),
            "conformance",
            "vql",
            "velociraptor.json");
    assumeTrue(Files.exists(file), "no conformance suite: set -Dspoor.shared");
    ConformanceRunner runner =
        VqlThreads.call(
            () -> {
              ConformanceRunner r =
                  new ConformanceRunner(Catalog.of(TextParsers.functions(), TextParsers.plugins()));
              r.runFile(file);
              return r;
            });
    System.out.println(runner.summary());
    assertThat(runner.failures()).as(runner.summary()).isEmpty();
    assertThat(runner.passed()).isPositive();
  }
}
