package dev.spoor.vql.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.spoor.vql.VqlThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every case of the shared suite, or of the directory that `-Dconformance.dir` names.
class ConformanceTest {

  @Test
  void everyCaseThatIsNotSkippedPasses() throws Exception {
    List<Path> files = files();
    if (files.isEmpty()) {
      abort("no conformance suite: set -Dspoor.shared or -Dconformance.dir");
    }
    ConformanceRunner runner =
        VqlThreads.call(
            () -> {
              ConformanceRunner r = new ConformanceRunner();
              for (Path file : files) {
                r.runFile(file);
              }
              return r;
            });
    runner.failures().forEach(System.out::println);
    System.out.println(runner.summary());
    assertThat(runner.failures()).as(runner.summary()).isEmpty();
    assertThat(runner.passed()).isPositive();
  }

  private static List<Path> files() throws IOException {
    String directory = System.getProperty("conformance.dir");
    if (directory != null) {
      return jsonFiles(Path.of(directory));
    }
    String root = System.getProperty("spoor.root", ".");
    String shared = System.getProperty("spoor.shared", Path.of(root, "..", "shared").toString());
    return jsonFiles(Path.of(shared, "conformance", "vql"));
  }

  private static List<Path> jsonFiles(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return new ArrayList<>(
          files.filter(file -> file.toString().endsWith(".json")).sorted().toList());
    }
  }
}
