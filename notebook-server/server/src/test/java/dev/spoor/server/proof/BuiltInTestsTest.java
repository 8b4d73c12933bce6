package dev.spoor.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.host.recording.Recording;
import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.ArtifactLoader;
import dev.spoor.server.artifact.ArtifactType;
import dev.spoor.server.artifact.BuiltIns;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BuiltInTestsTest {
  private final Replay replay = new Replay(new TestDefinitions());

  @TestFactory
  Stream<DynamicTest> shippedTestsPass() {
    TestRunner runner = new TestRunner(replay, BuiltInTests::recording);
    return BuiltInTests.files().stream()
        .flatMap(
            file ->
                BuiltInTests.read(file).tests().stream()
                    .map(
                        test ->
                            DynamicTest.dynamicTest(
                                file + ": " + test.name(),
                                () -> {
                                  TestResult result = runner.run(test);
                                  assertThat(result.outcome())
                                      .as(result.text() + result.replay().log())
                                      .isEqualTo(TestResult.Outcome.PASSED);
                                })));
  }

  @TestFactory
  Stream<DynamicTest> noneSurvivesAnEmptiedRecording() {
    TestRunner runner =
        new TestRunner(
            replay,
            name -> {
              String first =
                  new String(bytes(name), StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
              return Recording.of(name, first + "\n");
            });
    return BuiltInTests.files().stream()
        .flatMap(
            file ->
                BuiltInTests.read(file).tests().stream()
                    .map(
                        test ->
                            DynamicTest.dynamicTest(
                                file + ": " + test.name(),
                                () -> {
                                  TestResult result = runner.run(test);
                                  assertThat(result.outcome()).isEqualTo(TestResult.Outcome.ERROR);
                                  assertThat(result.text()).contains("has no part");
                                })));
  }

  private static byte[] bytes(String name) throws java.io.IOException {
    return BuiltInTests.recording(name).open().readAllBytes();
  }

  @Test
  void everyWindowsArtifactHasAHitAMissAndANearMiss() {
    List<String> windows =
        BuiltIns.definitions().stream()
            .map(definition -> ArtifactLoader.load(definition).orThrow())
            .filter(artifact -> artifact.type() == ArtifactType.CLIENT_EVENT)
            .map(Artifact::name)
            .filter(name -> name.startsWith("Windows."))
            .toList();
    assertThat(windows).hasSize(11);
    for (String name : windows) {
      List<TestCase> tests = BuiltInTests.read(name + ".test.yaml").tests();
      assertThat(tests).as(name).hasSizeGreaterThanOrEqualTo(3);
      assertThat(tests).as(name + " hits").anyMatch(test -> min(test) > 0);
      assertThat(tests)
          .as(name + " does not, with rows delivered")
          .anyMatch(test -> min(test) == 0 && test.expect().delivered().min() > 0);
      assertThat(tests)
          .as(name + " nearly hits")
          .anyMatch(
              test -> test.expect().nearMisses().stream().anyMatch(miss -> miss.rows().min() > 0));
    }
  }

  private static long min(TestCase test) {
    TestCase.Range rows = test.expect().rows();
    return rows == null ? test.expect().match().size() : rows.min();
  }
}
