package dev.spoor.launcher;

import dev.spoor.host.recording.Recording;
import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.ArtifactLoader;
import dev.spoor.server.artifact.BuiltIns;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.proof.BuiltInTests;
import dev.spoor.server.proof.JUnitReport;
import dev.spoor.server.proof.Replay;
import dev.spoor.server.proof.TestCase;
import dev.spoor.server.proof.TestFile;
import dev.spoor.server.proof.TestResult;
import dev.spoor.server.proof.TestRunner;
import dev.spoor.sigma.document.SigmaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder of test files, recordings, artifacts and rules; or what ships with the program.
final class DetectionFolder {
  private static final String TEST = ".test.yaml";
  private static final Pattern ARTIFACT = Pattern.compile("(?m)^sources:");

  private final @Nullable Path root;
  private final List<String> files;
  private final Map<String, Artifact> artifacts = new HashMap<>();
  private boolean broken;

  private DetectionFolder(@Nullable Path root, List<String> files) {
    this.root = root;
    this.files = List.copyOf(files);
    for (String definition : BuiltIns.definitions()) {
      Artifact artifact = ArtifactLoader.load(definition).orThrow();
      artifacts.put(artifact.name(), artifact);
    }
  }

  static DetectionFolder builtIn() {
    return new DetectionFolder(null, BuiltInTests.files());
  }

  /// @param problems is told of artifacts that cannot be loaded
  static DetectionFolder of(Path path, Consumer<String> problems) throws IOException {
    if (!Files.exists(path)) {
      throw new UsageException("detect: there is nothing at " + path);
    }
    Path file = path.toAbsolutePath().normalize();
    Path root = Files.isDirectory(file) ? file : file.getParent();
    if (root == null) {
      throw new UsageException("detect: " + path + " is not in a folder");
    }
    List<Path> all = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(root)) {
      walk.filter(Files::isRegularFile)
          .filter(one -> one.toString().endsWith(".yaml"))
          .sorted()
          .forEach(all::add);
    }
    List<String> tests =
        all.stream()
            .filter(one -> one.toString().endsWith(TEST))
            .filter(one -> Files.isDirectory(file) || one.equals(file))
            .map(one -> root.relativize(one).toString())
            .toList();
    DetectionFolder folder = new DetectionFolder(root, tests);
    for (Path one : all) {
      if (!one.toString().endsWith(TEST)) {
        folder.artifact(one, problems);
      }
    }
    return folder;
  }

  private void artifact(Path file, Consumer<String> problems) throws IOException {
    String text = Files.readString(file);
    if (!ARTIFACT.matcher(text).find()) {
      return;
    }
    try {
      Artifact artifact = ArtifactLoader.load(text).orThrow();
      artifacts.put(artifact.name(), artifact);
    } catch (SpoorException e) {
      broken = true;
      problems.accept(file + ": " + e.getMessage());
    }
  }

  List<String> files() {
    return files;
  }

  /// True if a file could not be read, or is wrong.
  boolean isBroken() {
    return broken;
  }

  /// Runs the tests of a file. A file that is wrong is one error.
  JUnitReport.Suite run(String file) {
    TestFile read;
    try {
      read =
          root == null
              ? BuiltInTests.read(file)
              : TestFile.read(Files.readString(root.resolve(file)), name -> beside(file, name));
    } catch (SigmaException | IOException | UncheckedIOException e) {
      broken = true;
      String message =
          e instanceof SigmaException wrong
              ? file + ":" + wrong.place() + ": " + wrong.reason()
              : file + ": " + e.getMessage();
      return new JUnitReport.Suite(
          file, file, List.of(TestResult.error("the file can be read", message, 0)));
    }
    TestRunner runner =
        new TestRunner(
            new Replay(name -> Optional.ofNullable(artifacts.get(name))),
            name ->
                root == null ? BuiltInTests.recording(name) : Recording.of(name, path(file, name)));
    List<TestResult> results = new ArrayList<>();
    for (TestCase test : read.tests()) {
      results.add(runner.run(test));
    }
    return new JUnitReport.Suite(file, read.detection(), results);
  }

  private String beside(String file, String name) {
    try {
      return Files.readString(path(file, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A file that a test names: beside it, and within the folder.
  private Path path(String file, String name) throws IOException {
    Path folder = root == null ? Path.of("") : root;
    Path path = folder.resolve(file).resolveSibling(name).normalize();
    if (!path.startsWith(folder)) {
      throw new IOException(name + " lies outside of " + folder);
    }
    if (!Files.isRegularFile(path)) {
      throw new NoSuchFileException(name);
    }
    return path;
  }
}
