package dev.spoor.server.proof;

import dev.spoor.host.recording.RecordedSources;
import dev.spoor.host.recording.Recording;
import dev.spoor.host.recording.RecordingException;
import dev.spoor.host.recording.RecordingIndex;
import dev.spoor.host.recording.RecordingLimits;
import dev.spoor.host.recording.SandboxClock;
import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.ArtifactType;
import dev.spoor.server.artifact.CompiledArtifact;
import dev.spoor.server.error.SpoorException;
import dev.spoor.vql.Vql;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.syntax.Issue;
import dev.spoor.vql.syntax.Severity;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// Runs detections over recordings: the same text, parameters and rules as live, the recording's
/// time, and nothing of it reaches a store or leaves. Thread-safe; needs a thread with a deep
/// stack.
public final class Replay {
  private final Function<String, Optional<Artifact>> definitions;
  private final RecordingLimits limits;

  /// @param definitions the newest definition by name
  public Replay(Function<String, Optional<Artifact>> definitions) {
    this(definitions, RecordingLimits.DEFAULT);
  }

  Replay(Function<String, Optional<Artifact>> definitions, RecordingLimits limits) {
    this.definitions = definitions;
    this.limits = limits;
  }

  /// Never throws for what is wrong with the detection or the recording: that is an error of the
  /// result.
  public ReplayResult run(ReplayRequest request) {
    return run(request, () -> false);
  }

  /// @param cancelled asked now and then; true ends the replay
  public ReplayResult run(ReplayRequest request, BooleanSupplier cancelled) {
    Deadline deadline = new Deadline(request.time(), cancelled);
    try {
      RecordingIndex index = RecordingIndex.of(request.recording(), limits);
      if (request.subject() instanceof Subject.OfSigma sigma) {
        return SigmaReplay.run(sigma, request, index, limits, deadline);
      }
      return queries(request, index, deadline);
    } catch (ReplayException | RecordingException | SpoorException e) {
      return ReplayResult.error(String.valueOf(e.getMessage()));
    } catch (IOException | UncheckedIOException e) {
      return ReplayResult.error(request.recording().name() + " cannot be read: " + e.getMessage());
    }
  }

  private ReplayResult queries(ReplayRequest request, RecordingIndex index, Deadline deadline) {
    List<String> log = new ArrayList<>(index.problems());
    List<ReplayResult.Found> found = new ArrayList<>();
    List<ReplayResult.NearMiss> near = new ArrayList<>();
    Stage first = new Stage(request, request.recording(), index, deadline, log);
    List<Program> programs = first.programs(request.subject());
    for (Program program : programs) {
      first.run(program, found);
    }
    first.check();
    if (request.explain()) {
      for (Program program : programs) {
        near.addAll(NearMisses.of(program, request, first.reading(), deadline));
      }
    }
    List<ReplayResult.HeldDelivery> held = new ArrayList<>(first.held);
    List<ReplayResult.HeldAlert> alerts = new ArrayList<>(first.alerts);
    if (!request.then().isEmpty()) {
      Recording rows = asRecording(found, index.facts().host());
      RecordingIndex behind = indexOf(rows);
      for (Subject.OfArtifact artifact : request.then()) {
        Stage second = new Stage(request, rows, behind, deadline, log);
        for (Program program : second.programs(artifact)) {
          second.run(program, found);
        }
        // nothing found is no fault of the recording
        if (!behind.parts().isEmpty()) {
          second.check();
        }
        held.addAll(second.held);
        alerts.addAll(second.alerts);
      }
    }
    return new ReplayResult(found, first.delivered, near, held, alerts, log, null);
  }

  private RecordingIndex indexOf(Recording rows) {
    try {
      return RecordingIndex.of(rows, limits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One query of a detection.
  ///
  /// @param from the artifact with its source
  /// @param env variables of the top scope
  record Program(
      String from,
      String vql,
      String precondition,
      Map<String, String> env,
      List<dev.spoor.host.artifact.ArtifactPlugin> called) {
    Program {
      env = Map.copyOf(env);
      called = List.copyOf(called);
    }

    Program withVql(String other) {
      return new Program(from, other, precondition, env, called);
    }

    Catalog catalog(Sandbox sandbox) {
      return sandbox.catalog().with(List.of(), called);
    }
  }

  private List<Program> programs(Subject subject, Sandbox sandbox) {
    return switch (subject) {
      case Subject.OfArtifact wanted -> artifact(wanted, sandbox);
      case Subject.OfVql query -> {
        check(query.title(), query.vql(), sandbox.catalog());
        yield List.of(new Program(query.title(), query.vql(), "", Map.of(), List.of()));
      }
      case Subject.OfSigma rule ->
          throw new ReplayException("a Sigma rule is no query: " + rule.title());
    };
  }

  /// A name that is not known gives no rows when it runs: here that is no result.
  private static void check(String title, String vql, Catalog catalog) {
    for (Issue issue : Vql.check(vql, catalog)) {
      boolean unknown =
          issue.message().startsWith("unknown function ")
              || issue.message().startsWith("unknown plugin ");
      if (issue.severity() == Severity.ERROR || unknown) {
        throw new ReplayException(
            title + ": " + issue.line() + ":" + issue.column() + ": " + issue.message());
      }
    }
  }

  private List<Program> artifact(Subject.OfArtifact wanted, Sandbox sandbox) {
    Artifact artifact =
        definitions
            .apply(wanted.name())
            .orElseThrow(
                () -> new ReplayException("artifact " + wanted.name() + " does not exist"));
    if (artifact.type() != ArtifactType.CLIENT_EVENT
        && artifact.type() != ArtifactType.SERVER_EVENT) {
      throw new ReplayException(
          wanted.name() + " is " + artifact.type() + "; only event artifacts can be replayed");
    }
    CompiledArtifact compiled = sandbox.compiler().compile(artifact, 0, wanted.parameters());
    List<Program> programs = new ArrayList<>();
    Catalog catalog = sandbox.catalog().with(List.of(), compiled.callable());
    for (CompiledArtifact.Source source : compiled.sources()) {
      check(wanted.name(), source.vql(), catalog);
      programs.add(
          new Program(
              source.name().isEmpty() ? wanted.name() : wanted.name() + "/" + source.name(),
              source.vql(),
              source.precondition(),
              compiled.env(),
              compiled.callable()));
    }
    return programs;
  }

  /// The rows of a detection as the server's monitoring sees them.
  private static Recording asRecording(List<ReplayResult.Found> found, String host) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String part = "";
    int number = 0;
    for (ReplayResult.Found one : found) {
      if (!one.from().equals(part)) {
        part = one.from();
        write(
            out,
            new Dict().with("$part", new Dict().with("source", WATCHED).with("artifact", part)));
      }
      Dict row = Dict.copyOf(one.row());
      row.set("ClientId", dev.spoor.vql.value.VqlString.of(Sandbox.CLIENT));
      if (!row.has("Hostname")) {
        row.with("Hostname", host.isEmpty() ? "replay" : host);
      }
      row.with("_Source", one.from());
      row.with("_EventId", Sandbox.CLIENT + ".replay.0." + number++);
      Object time = row.get("Timestamp") == null ? row.get("EventTime") : row.get("Timestamp");
      if (!row.has("_EventTime") && time != null) {
        row.set("_EventTime", time);
      }
      write(out, row);
    }
    return Recording.of("rows of the detection", out.toByteArray());
  }

  private static final String WATCHED = "watch_monitoring";

  private static void write(ByteArrayOutputStream out, Row row) {
    out.writeBytes((Json.write(row) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// A recording, and what came of the queries over it.
  private final class Stage {
    private final ReplayRequest request;
    private final Recording recording;
    private final RecordingIndex index;
    private final Deadline deadline;
    private final List<String> log;
    private final Map<String, Long> delivered = new TreeMap<>();
    private final TreeSet<String> missing = new TreeSet<>();
    private final List<ReplayResult.HeldDelivery> held = new ArrayList<>();
    private final List<ReplayResult.HeldAlert> alerts = new ArrayList<>();

    Stage(
        ReplayRequest request,
        Recording recording,
        RecordingIndex index,
        Deadline deadline,
        List<String> log) {
      this.request = request;
      this.recording = recording;
      this.index = index;
      this.deadline = deadline;
      this.log = log;
    }

    List<Program> programs(Subject subject) {
      RecordedSources sources = new RecordedSources(recording, limits, index, index.clock());
      return Replay.this.programs(subject, new Sandbox(definitions, index, sources));
    }

    NearMisses.Reading reading() {
      return program -> {
        Stage again = new Stage(request, recording, index, deadline, new ArrayList<>());
        List<ReplayResult.Found> rows = new ArrayList<>();
        again.run(program, rows);
        return rows;
      };
    }

    /// Each query starts with the recording: its time goes from the first row to the last.
    void run(Program program, List<ReplayResult.Found> into) {
      SandboxClock clock = index.clock();
      RecordedSources sources = new RecordedSources(recording, limits, index, clock);
      Sandbox sandbox = new Sandbox(definitions, index, sources);
      sandbox.running(program.from());
      new ProgramRun(program, sandbox, clock, deadline, request.rows()).rows(into, log);
      String failure = sources.failure();
      if (failure != null) {
        throw new ReplayException(failure);
      }
      sources.delivered().forEach((source, rows) -> delivered.merge(source, rows, Long::max));
      missing.addAll(sources.missing());
      held.addAll(sandbox.held());
      alerts.addAll(sandbox.alerts());
    }

    void check() {
      if (!missing.isEmpty()) {
        throw new ReplayException(
            recording.name()
                + " has no part for "
                + String.join(", ", missing)
                + "; it has "
                + (index.parts().isEmpty() ? "none" : index.parts().keySet()));
      }
    }
  }

  /// How long a replay may take, in real time.
  static final class Deadline {
    private final Duration limit;
    private final long end;
    private final BooleanSupplier cancelled;

    Deadline(Duration limit, BooleanSupplier cancelled) {
      this.limit = limit;
      this.end = System.nanoTime() + limit.toNanos();
      this.cancelled = cancelled;
    }

    Duration left() {
      return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }

    void check() {
      if (cancelled.getAsBoolean()) {
        throw new ReplayException("cancelled");
      }
      if (System.nanoTime() - end > 0) {
        throw over();
      }
    }

    ReplayException over() {
      return new ReplayException("did not end within " + limit.toSeconds() + " s");
    }
  }
}
