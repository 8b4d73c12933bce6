package dev.spoor.launcher;

import dev.spoor.server.proof.JUnitReport;
import dev.spoor.server.proof.ReplayResult;
import dev.spoor.server.proof.TestResult;
import dev.spoor.vql.VqlThreads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./spoor detect test`: runs the tests of a folder without a server, as a repository of
/// detections does for every change.
@Command(
    name = "test",
    description = "Run the tests of detections: all *.test.yaml of a folder.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Without a folder it runs the tests that ship with the built-in detections. Artifacts in the"
          + " folder come before the built-in ones of the same name.",
      "",
      "Examples:",
      "  ./spoor detect test",
      "  ./spoor detect test detections --junit build/detections.xml",
      "",
      "Exit codes: 0 all passed, 1 one did not, 2 there is nothing to run or a file is wrong."
    })
final class DetectTestCommand implements Callable<Integer> {
  private static final int SHOWN_MISSES = 5;

  @Parameters(arity = "0..1", paramLabel = "DIR", description = "the folder; or one test file")
  private @Nullable Path folder;

  @Option(names = "--junit", paramLabel = "FILE", description = "write the results as JUnit XML")
  private @Nullable Path junit;

  @Option(names = "--quiet", description = "only what did not pass")
  private boolean quiet;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    DetectionFolder tests =
        folder == null ? DetectionFolder.builtIn() : DetectionFolder.of(folder, err::println);
    if (tests.files().isEmpty()) {
      throw new UsageException("detect: there is no *.test.yaml in " + folder);
    }
    List<JUnitReport.Suite> suites = new ArrayList<>();
    for (String file : tests.files()) {
      JUnitReport.Suite suite = VqlThreads.call(() -> tests.run(file));
      suites.add(suite);
      print(suite, out);
    }
    out.flush();
    if (junit != null) {
      write(junit, JUnitReport.write(suites));
    }
    long all = suites.stream().mapToLong(suite -> suite.results().size()).sum();
    long failed = suites.stream().mapToLong(JUnitReport.Suite::failed).sum();
    long errors = suites.stream().mapToLong(JUnitReport.Suite::errors).sum();
    out.println((all - failed - errors) + " passed, " + failed + " failed, " + errors + " errors");
    out.flush();
    return tests.isBroken() ? 2 : failed + errors == 0 ? 0 : 1;
  }

  private static void write(Path file, String xml) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file, xml, StandardCharsets.UTF_8);
  }

  private void print(JUnitReport.Suite suite, PrintWriter out) {
    if (!quiet || suite.failed() + suite.errors() > 0) {
      out.println(suite.file());
    }
    for (TestResult result : suite.results()) {
      if (result.isPassed()) {
        if (!quiet) {
          out.println("  passed  " + result.name());
        }
        continue;
      }
      out.println(
          (result.outcome() == TestResult.Outcome.FAILED ? "  FAILED  " : "  ERROR   ")
              + result.name());
      result.differences().forEach(difference -> out.println("          " + difference));
      List<ReplayResult.NearMiss> near = result.replay().nearMisses();
      near.stream()
          .limit(SHOWN_MISSES)
          .forEach(miss -> out.println("          nearly: fails only " + miss.condition()));
    }
  }
}
