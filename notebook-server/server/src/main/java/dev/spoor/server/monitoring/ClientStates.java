package dev.spoor.server.monitoring;

import dev.spoor.server.access.Authority;
import dev.spoor.server.artifact.CompiledArtifact;
import dev.spoor.server.client.Clients;
import dev.spoor.server.client.MonitoringStates;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.Coverage;
import dev.spoor.server.monitoring.TableJson.CompiledEntry;
import dev.spoor.wire.QueryLog;
import dev.spoor.wire.StreamStatus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// How the monitoring of each client stands: what the table wants beside what the client reports.
/// Thread-safe.
public final class ClientStates implements MonitoringStates {
  private static final int LOG_LINES = 100;

  private final ClientMonitoring monitoring;
  private final Coverage coverage;
  private final Clients clients;
  private final Map<ClientId, Deque<LogLine>> logs = new ConcurrentHashMap<>();

  /// A line that an event query on a client logged.
  public record LogLine(Instant time, int stream, String level, String text) {}

  /// How many clients of a group are in which state with one entry.
  public record EntryStatus(String label, String artifact, Map<String, Integer> counts) {}

  public ClientStates(ClientMonitoring monitoring, Coverage coverage, Clients clients) {
    this.monitoring = monitoring;
    this.coverage = coverage;
    this.clients = clients;
  }

  public void status(ClientId client, StreamStatus status) {
    coverage.report(client, status);
  }

  public void log(ClientId client, QueryLog line) {
    Deque<LogLine> lines = logs.computeIfAbsent(client, _ -> new ArrayDeque<>());
    synchronized (lines) {
      lines.addLast(new LogLine(line.time(), line.stream(), line.level().name(), line.text()));
      if (lines.size() > LOG_LINES) {
        lines.removeFirst();
      }
    }
  }

  /// The last lines of a client's event queries.
  public List<LogLine> log(Principal principal, ClientId client) {
    Authority.require(principal, Permission.READ_RESULTS, "read logs of clients");
    Deque<LogLine> lines = logs.get(client);
    if (lines == null) {
      return List.of();
    }
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /// What is under way from a client: rows captured since its agent started, waiting there, and
  /// lost.
  public record Flow(long captured, long waiting, long lost) {}

  /// Over the streams of its present table, by their last reports.
  public Flow flow(Principal principal, ClientId client) {
    Authority.require(principal, Permission.READ_RESULTS, "read the state of clients");
    long captured = 0;
    long waiting = 0;
    long lost = 0;
    for (CompiledEntry entry : monitoring.entriesFor(client)) {
      for (CompiledArtifact.Source source : entry.artifact().sources()) {
        int stream = monitoring.stream(client, entry.artifact(), source).number();
        Optional<StreamStatus> last = coverage.last(client, stream);
        if (last.isPresent()) {
          captured += last.get().captured();
          waiting += Math.max(0, last.get().spooled() - last.get().sent());
          lost += last.get().lost();
        }
      }
    }
    return new Flow(captured, waiting, lost);
  }

  @Override
  public Counts counts(ClientId client) {
    int running = 0;
    int pending = 0;
    int error = 0;
    int precondition = 0;
    for (State state : states(client)) {
      switch (state.state()) {
        case "running" -> running++;
        case "precondition_false" -> precondition++;
        case "error", "needs_agent" -> error++;
        default -> pending++;
      }
    }
    return new Counts(running, pending, error, precondition);
  }

  @Override
  public List<State> states(ClientId client) {
    List<State> states = new ArrayList<>();
    for (CompiledEntry entry : monitoring.entriesFor(client)) {
      CompiledArtifact artifact = entry.artifact();
      for (CompiledArtifact.Source source : artifact.sources()) {
        Optional<StreamStatus> last = last(client, artifact, source);
        states.add(
            new State(
                artifact.name(),
                source.name(),
                last.map(status -> name(status.state())).orElse("pending"),
                last.map(StreamStatus::since).orElse(null),
                last.map(ClientStates::error).orElse(null)));
      }
    }
    return states;
  }

  /// What a client reported last of one query.
  Optional<StreamStatus> last(
      ClientId client, CompiledArtifact artifact, CompiledArtifact.Source source) {
    return monitoring
        .knownStream(client, artifact, source)
        .flatMap(stream -> coverage.last(client, stream.number()));
  }

  private static @Nullable String error(StreamStatus status) {
    return status.error();
  }

  private static String name(StreamStatus.State state) {
    return switch (state) {
      case PENDING, STOPPED -> "pending";
      case RUNNING -> "running";
      case PRECONDITION_FALSE -> "precondition_false";
      case ERROR -> "error";
      case NEEDS_AGENT -> "needs_agent";
    };
  }

  /// Per entry of the table, the states of the clients that it is for.
  public List<EntryStatus> summary(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read the state of clients");
    List<EntryStatus> summary = new ArrayList<>();
    for (CompiledEntry entry : monitoring.compiledEntries()) {
      Map<String, Integer> counts = new TreeMap<>();
      for (ClientId client : clients.ids()) {
        if (entry.label().isEmpty() || carries(client, entry.label())) {
          for (CompiledArtifact.Source source : entry.artifact().sources()) {
            String state =
                last(client, entry.artifact(), source)
                    .map(status -> name(status.state()))
                    .orElse("pending");
            counts.merge(state, 1, Integer::sum);
          }
        }
      }
      summary.add(new EntryStatus(entry.label(), entry.entry().artifact(), counts));
    }
    return summary;
  }

  private boolean carries(ClientId client, String label) {
    String wanted = label.toLowerCase(Locale.ROOT);
    return clients.labels(client).stream()
        .anyMatch(carried -> carried.toLowerCase(Locale.ROOT).equals(wanted));
  }
}
