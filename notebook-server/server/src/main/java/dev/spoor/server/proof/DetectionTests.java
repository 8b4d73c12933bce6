package dev.spoor.server.proof;

import dev.spoor.host.recording.Recording;
import dev.spoor.server.access.Authority;
import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.detection.DetectionRule;
import dev.spoor.server.detection.Detections;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.error.SpoorException.Problem;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.sigma.document.SigmaException;
import dev.spoor.vql.VqlThreads;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Test files of this server and those that ship with it, and how they ended when they last ran.
/// Replays run on a small pool of their own. Thread-safe.
public final class DetectionTests implements AutoCloseable {
  private static final int MAX_TEXT = 1 << 20;
  private static final int MAX_FILES = 5_000;

  private final Database database;
  private final Audit audit;
  private final Detections detections;
  private final Recordings recordings;
  private final Replay replay;
  private final Function<String, Optional<Artifact>> artifacts;
  private final InstantSource clock;
  private final ExecutorService pool;

  public DetectionTests(
      Database database,
      Audit audit,
      Detections detections,
      Recordings recordings,
      Function<String, Optional<Artifact>> artifacts,
      InstantSource clock,
      int threads) {
    this.database = database;
    this.audit = audit;
    this.detections = detections;
    this.recordings = recordings;
    this.artifacts = artifacts;
    this.replay = new Replay(artifacts);
    this.clock = clock;
    this.pool = Executors.newFixedThreadPool(threads, VqlThreads.factory("proof"));
  }

  /// How a test ended when it last ran.
  ///
  /// @param differences what was not as it should be, a line each
  public record LastResult(
      String file,
      String test,
      String detection,
      TestResult.Outcome outcome,
      String differences,
      Instant finished) {}

  /// A test file that is kept here.
  public record StoredTests(
      String name, int version, String detection, String content, String author, Instant created) {}

  private <T> T onPool(Callable<T> work) {
    Future<T> done = pool.submit(work);
    try {
      return done.get();
    } catch (InterruptedException e) {
      done.cancel(true);
      Thread.currentThread().interrupt();
      throw new SpoorException(ErrorCode.CANCELLED, "interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SpoorException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Runs a detection over a recording.
  public ReplayResult replay(Principal principal, ReplayRequest request) {
    Authority.require(principal, Permission.QUERY, "replay recordings");
    return onPool(() -> replay.run(request));
  }

  /// Runs a test file that is not kept, or not yet.
  public List<TestResult> run(Principal principal, String yaml) {
    Authority.require(principal, Permission.QUERY, "run tests");
    TestFile file = parse(yaml);
    return onPool(() -> run(principal, file, name -> wanted(principal, name)));
  }

  private static TestFile parse(String yaml) {
    if (yaml.length() > MAX_TEXT) {
      throw new SpoorException(
          ErrorCode.TOO_LARGE, "a test file has at most " + MAX_TEXT + " characters");
    }
    try {
      return TestFile.read(
          yaml,
          name -> {
            throw new SigmaException(
                "write the rule into the test, or name it in \"detection\": " + name,
                dev.spoor.sigma.document.Place.START);
          });
    } catch (SigmaException e) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "the test file is wrong: " + e.reason(),
          List.of(new Problem(e.place().line(), e.place().column(), 1, "error", e.reason(), null)));
    }
  }

  /// A recording of this server by id or name; `recordings/…` are those that ship with the tests.
  Recording recording(Principal principal, String name) {
    if (!name.startsWith("recordings/")) {
      return recordings.open(principal, name);
    }
    try {
      return BuiltInTests.recording(name);
    } catch (IOException e) {
      throw new SpoorException(ErrorCode.NOT_FOUND, "recording " + name + " does not exist");
    }
  }

  private Recording wanted(Principal principal, String name) throws IOException {
    try {
      return recording(principal, name);
    } catch (SpoorException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private List<TestResult> run(Principal principal, TestFile file, TestRunner.Recordings source) {
    TestRunner runner = new TestRunner(replay, source);
    List<TestResult> results = new ArrayList<>();
    for (TestCase test : file.tests()) {
      results.add(runner.run(resolved(principal, test)));
    }
    return results;
  }

  /// A detection is an artifact, or a rule that is kept here.
  private TestCase resolved(Principal principal, TestCase test) {
    if (!(test.subject() instanceof Subject.OfArtifact named)
        || artifacts.apply(named.name()).isPresent()) {
      return test;
    }
    Optional<DetectionRule> rule = detections.find(principal, named.name());
    return rule.isEmpty()
        ? test
        : new TestCase(
            test.name(),
            new Subject.OfSigma(rule.get().title(), rule.get().content()),
            test.then(),
            test.recording(),
            test.events(),
            test.expect(),
            test.within(),
            test.line());
  }

  /// The files that are kept here.
  public List<StoredTests> files(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read tests");
    return database.read(SqlDetectionTests::all);
  }

  /// Keeps a test file; one of the same name is replaced.
  public StoredTests save(Principal principal, String name, String yaml) {
    Authority.require(principal, Permission.ARTIFACT_WRITE, "change tests");
    if (!name.matches("[A-Za-z0-9_.-]{1,200}") || BuiltInTests.files().contains(name)) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "\"" + name + "\" cannot be the name of a test file: letters, digits, . _ -");
    }
    TestFile file = parse(yaml);
    return database.write(
        tx -> {
          List<StoredTests> known = SqlDetectionTests.all(tx);
          Optional<StoredTests> before =
              known.stream().filter(one -> one.name().equals(name)).findFirst();
          if (before.isEmpty() && known.size() >= MAX_FILES) {
            throw new SpoorException(
                ErrorCode.LIMIT_REACHED, "more than " + MAX_FILES + " test files are not kept");
          }
          StoredTests stored =
              new StoredTests(
                  name,
                  before.map(StoredTests::version).orElse(0) + 1,
                  file.detection(),
                  yaml,
                  principal.auditName(),
                  clock.instant());
          SqlDetectionTests.put(tx, stored);
          audit.record(
              tx,
              principal,
              "test.save",
              name,
              before.map(one -> Map.of("version", one.version())).orElse(null),
              Map.of("version", stored.version(), "detection", stored.detection()));
          return stored;
        });
  }

  public void delete(Principal principal, String name) {
    Authority.require(principal, Permission.ARTIFACT_WRITE, "change tests");
    database.write(
        tx -> {
          if (!SqlDetectionTests.delete(tx, name)) {
            throw new SpoorException(ErrorCode.NOT_FOUND, "test file " + name + " does not exist");
          }
          audit.record(tx, principal, "test.delete", name, Map.of("name", name), null);
          return null;
        });
  }

  /// Runs every test of this server, the shipped ones too, and keeps how they ended.
  public List<LastResult> runAll(Principal principal) {
    Authority.require(principal, Permission.QUERY, "run tests");
    List<StoredTests> stored = files(principal);
    List<LastResult> all = new ArrayList<>();
    for (String file : BuiltInTests.files()) {
      TestFile read = BuiltInTests.read(file);
      keep(all, file, read, onPool(() -> run(principal, read, BuiltInTests::recording)));
    }
    for (StoredTests one : stored) {
      TestFile read = parse(one.content());
      keep(
          all,
          one.name(),
          read,
          onPool(() -> run(principal, read, name -> wanted(principal, name))));
    }
    database.write(
        tx -> {
          SqlDetectionTests.replaceResults(tx, all);
          return null;
        });
    return all;
  }

  private void keep(List<LastResult> all, String file, TestFile read, List<TestResult> results) {
    for (TestResult result : results) {
      all.add(
          new LastResult(
              file,
              result.name(),
              read.detection(),
              result.outcome(),
              result.text(),
              clock.instant()));
    }
  }

  /// How all tests ended when they last ran; empty before that.
  public List<LastResult> results(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read tests");
    return database.read(SqlDetectionTests::results);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
