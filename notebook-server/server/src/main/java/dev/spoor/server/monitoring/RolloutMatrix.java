package dev.spoor.server.monitoring;

import dev.spoor.server.access.Authority;
import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.CompiledArtifact;
import dev.spoor.server.artifact.KnownArtifact;
import dev.spoor.server.client.Client;
import dev.spoor.server.client.Clients;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.monitoring.TableJson.CompiledEntry;
import dev.spoor.wire.StreamStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the client table is in force: label groups beside artifacts, and the clients behind each
/// cell. Thread-safe.
public final class RolloutMatrix {
  private static final int MOST_ROWS = 500;
  private static final int MOST_CLIENTS = 500;

  private final ClientMonitoring monitoring;
  private final ClientStates states;
  private final Clients clients;
  private final Artifacts artifacts;

  public RolloutMatrix(
      ClientMonitoring monitoring, ClientStates states, Clients clients, Artifacts artifacts) {
    this.monitoring = monitoring;
    this.states = states;
    this.clients = clients;
    this.artifacts = artifacts;
  }

  /// How one entry stands on one client, the worst first.
  public enum State {
    ERROR,
    NEEDS_AGENT,
    PENDING,
    RUNNING,
    /// the client is away; what is wanted applies when it returns
    SILENT,
    PRECONDITION_FALSE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static State named(String word) {
      for (State state : values()) {
        if (state.word().equals(word)) {
          return state;
        }
      }
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "state \"" + word + "\" is not one of the matrix");
    }
  }

  /// The one thing that helps.
  public enum Remedy {
    NONE,
    /// begin the failed query again, now
    RETRY,
    /// send the table once more
    SEND_AGAIN,
    /// install a newer agent
    UPDATE_AGENT
  }

  /// A label group; the empty label stands for all clients.
  public record Column(String label, int clients) {}

  /// One artifact; a cell is null where the group does not watch it.
  ///
  /// @param newest the version that an entry added now would have, 0 when it is gone
  public record Line(String artifact, int newest, List<@Nullable Cell> cells) {
    public Line {
      cells = java.util.Collections.unmodifiableList(new ArrayList<>(cells));
    }
  }

  /// @param counts of clients by state; states without a client are left out
  /// @param version of the artifact that runs
  public record Cell(State worst, Map<State, Integer> counts, int clients, int version) {
    public Cell {
      counts = Map.copyOf(counts);
    }

    public int count(State state) {
      return counts.getOrDefault(state, 0);
    }
  }

  /// @param version of the table
  /// @param next the artifact at which the next page begins
  public record Page(long version, List<Column> columns, List<Line> lines, Optional<String> next) {
    public Page {
      columns = List.copyOf(columns);
      lines = List.copyOf(lines);
    }
  }

  /// A client behind a cell.
  ///
  /// @param reason in words, or empty
  /// @param since when it came into this state, if that is known
  public record CellClient(
      ClientId client,
      String hostname,
      State state,
      String reason,
      @Nullable Instant since,
      Remedy remedy) {}

  public record CellPage(List<CellClient> clients, int total, Optional<Integer> next) {
    public CellPage {
      clients = List.copyOf(clients);
    }
  }

  /// Artifacts by name from `from` on, over all groups of the table.
  public Page page(Principal principal, Optional<String> from, int limit) {
    Authority.require(principal, Permission.READ_RESULTS, "read the state of clients");
    ClientMonitoringTable table = monitoring.table(principal);
    List<CompiledEntry> entries = monitoring.compiledEntries();
    Map<String, List<Client>> members = members(principal, table);
    List<Column> columns =
        members.entrySet().stream()
            .map(group -> new Column(group.getKey(), group.getValue().size()))
            .toList();
    List<String> names =
        entries.stream().map(entry -> entry.artifact().name()).distinct().sorted().toList();
    List<String> wanted =
        names.stream().filter(name -> name.compareTo(from.orElse("")) >= 0).toList();
    int size = Math.min(Math.clamp(limit, 1, MOST_ROWS), wanted.size());
    List<Line> lines = new ArrayList<>();
    for (String name : wanted.subList(0, size)) {
      List<@Nullable Cell> cells = new ArrayList<>();
      members.forEach((label, group) -> cells.add(cell(of(entries, label, name), group)));
      lines.add(new Line(name, artifacts.find(name).map(KnownArtifact::version).orElse(0), cells));
    }
    return new Page(
        table.version(),
        columns,
        lines,
        wanted.size() > size ? Optional.of(wanted.get(size)) : Optional.empty());
  }

  /// The clients of each group, All first.
  private Map<String, List<Client>> members(Principal principal, ClientMonitoringTable table) {
    Map<String, List<Client>> members = new LinkedHashMap<>();
    Map<String, String> byFolded = new HashMap<>();
    members.put("", new ArrayList<>());
    for (LabelGroup group : table.groups()) {
      members.put(group.label(), new ArrayList<>());
      byFolded.put(group.label().toLowerCase(Locale.ROOT), group.label());
    }
    for (ClientId id : clients.ids()) {
      Client client = clients.require(principal, id);
      all(members).add(client);
      for (String label : ClientPlans.folded(client.labels())) {
        String group = byFolded.get(label);
        if (group != null && !group.isEmpty()) {
          members.computeIfAbsent(group, _ -> new ArrayList<>()).add(client);
        }
      }
    }
    return members;
  }

  private static List<Client> all(Map<String, List<Client>> members) {
    return members.computeIfAbsent("", _ -> new ArrayList<>());
  }

  private static List<CompiledArtifact> of(
      List<CompiledEntry> entries, String label, String artifact) {
    return entries.stream()
        .filter(entry -> entry.label().equals(label) && entry.artifact().name().equals(artifact))
        .map(CompiledEntry::artifact)
        .toList();
  }

  private @Nullable Cell cell(List<CompiledArtifact> watched, List<Client> group) {
    if (watched.isEmpty()) {
      return null;
    }
    Map<State, Integer> counts = new EnumMap<>(State.class);
    for (Client client : group) {
      counts.merge(standing(client, watched).state(), 1, Integer::sum);
    }
    State worst = counts.keySet().stream().findFirst().orElse(State.SILENT);
    return new Cell(worst, counts, group.size(), watched.getFirst().version());
  }

  /// The worst of the queries of a cell on one client.
  private record Standing(State state, @Nullable StreamStatus last) {}

  private Standing standing(Client client, List<CompiledArtifact> watched) {
    if (!client.isConnected()) {
      return new Standing(State.SILENT, null);
    }
    Standing worst = new Standing(State.PRECONDITION_FALSE, null);
    boolean first = true;
    for (CompiledArtifact artifact : watched) {
      for (CompiledArtifact.Source source : artifact.sources()) {
        StreamStatus last = states.last(client.id(), artifact, source).orElse(null);
        Standing one = new Standing(last == null ? State.PENDING : state(last.state()), last);
        if (first || one.state().compareTo(worst.state()) < 0) {
          worst = one;
          first = false;
        }
      }
    }
    return worst;
  }

  private static State state(StreamStatus.State reported) {
    return switch (reported) {
      case PENDING, STOPPED -> State.PENDING;
      case RUNNING -> State.RUNNING;
      case PRECONDITION_FALSE -> State.PRECONDITION_FALSE;
      case ERROR -> State.ERROR;
      case NEEDS_AGENT -> State.NEEDS_AGENT;
    };
  }

  /// The clients behind a cell, the worst first; `only` one state, or all.
  ///
  /// @param offset how many are left out first
  public CellPage clients(
      Principal principal,
      String label,
      String artifact,
      Optional<State> only,
      int offset,
      int limit) {
    Authority.require(principal, Permission.READ_RESULTS, "read the state of clients");
    List<CompiledArtifact> watched = of(monitoring.compiledEntries(), label, artifact);
    if (watched.isEmpty()) {
      throw new SpoorException(
          ErrorCode.NOT_FOUND,
          label.isEmpty()
              ? artifact + " is not watched on all clients"
              : artifact + " is not watched on \"" + label + "\"");
    }
    String os =
        artifacts.find(artifact).map(KnownArtifact::artifact).map(Artifact::supportedOs).orElse("");
    String folded = label.toLowerCase(Locale.ROOT);
    List<CellClient> found = new ArrayList<>();
    for (ClientId id : clients.ids()) {
      Client client = clients.require(principal, id);
      Set<String> carried = ClientPlans.folded(client.labels());
      if (label.isEmpty() || carried.contains(folded)) {
        Standing standing = standing(client, watched);
        if (only.isEmpty() || only.get() == standing.state()) {
          found.add(told(client, standing, os));
        }
      }
    }
    found.sort(
        Comparator.comparing(CellClient::state)
            .thenComparing(CellClient::hostname)
            .thenComparing(one -> one.client().value()));
    int start = Math.clamp(offset, 0, found.size());
    int end = Math.min(found.size(), start + Math.clamp(limit, 1, MOST_CLIENTS));
    return new CellPage(
        found.subList(start, end),
        found.size(),
        end < found.size() ? Optional.of(end) : Optional.empty());
  }

  private static CellClient told(Client client, Standing standing, String os) {
    StreamStatus last = standing.last();
    String error = last == null ? null : last.error();
    return switch (standing.state()) {
      case ERROR ->
          line(client, standing, error == null ? "failed without a reason" : error, Remedy.RETRY);
      case NEEDS_AGENT ->
          line(
              client,
              standing,
              error == null ? "needs a newer agent than " + version(client) : error,
              Remedy.UPDATE_AGENT);
      case PENDING -> line(client, standing, "has not reported it yet", Remedy.SEND_AGAIN);
      case RUNNING -> line(client, standing, "", Remedy.NONE);
      case SILENT ->
          new CellClient(
              client.id(),
              client.hostname(),
              State.SILENT,
              "not connected: applies when it returns",
              client.lastSeen(),
              Remedy.NONE);
      case PRECONDITION_FALSE ->
          line(
              client,
              standing,
              os.isEmpty()
                  ? "does not apply: its precondition is not met"
                  : "does not apply: not " + osName(os),
              Remedy.NONE);
    };
  }

  private static String version(Client client) {
    return client.facts().agentVersion();
  }

  private static String osName(String os) {
    return switch (os) {
      case "windows" -> "Windows";
      case "linux" -> "Linux";
      default -> "macOS";
    };
  }

  private static CellClient line(Client client, Standing standing, String reason, Remedy remedy) {
    StreamStatus last = standing.last();
    return new CellClient(
        client.id(),
        client.hostname(),
        standing.state(),
        reason,
        last == null ? null : last.since(),
        remedy);
  }
}
