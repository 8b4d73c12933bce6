package dev.spoor.server.monitoring;

import dev.spoor.server.access.Authority;
import dev.spoor.server.alert.AlertRaiser;
import dev.spoor.server.artifact.ArtifactCompiler;
import dev.spoor.server.artifact.ArtifactType;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.CompiledArtifact;
import dev.spoor.server.artifact.KnownArtifact;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.Consumers;
import dev.spoor.server.ingest.Ingest;
import dev.spoor.server.ingest.StreamInfo;
import dev.spoor.server.ingest.Streams;
import dev.spoor.vql.catalog.Catalog;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The server monitoring table and the queries that run because of it. Each is a service of its own
/// with the rights that its artifact declares, cut by those of whoever put it into the table.
/// Thread-safe.
public final class ServerMonitoring implements AutoCloseable {
  private final Database database;
  private final Audit audit;
  private final InstantSource clock;
  private final Artifacts artifacts;
  private final ArtifactCompiler compiler;
  private final Streams streams;
  private final Consumers consumers;
  private final ServerQuery.Surroundings around;
  private ServerMonitoringTable table = new ServerMonitoringTable(0, List.of());
  private List<Launch> launches = List.of();
  private final Map<Integer, ServerQuery> running = new LinkedHashMap<>();

  /// A compiled entry and the rights that it was launched with.
  record Launch(TableEntry entry, CompiledArtifact artifact, Set<Permission> rights) {
    Launch {
      rights = Set.copyOf(rights);
    }

    Launch cutTo(Set<Permission> held) {
      Set<Permission> kept = new HashSet<>(rights);
      kept.retainAll(held);
      return new Launch(entry, artifact, kept);
    }

    /// What the text needs beyond the rights.
    List<Permission> missing() {
      return artifact.permissions().stream()
          .filter(needed -> !rights.contains(needed))
          .sorted()
          .toList();
    }

    Launch checked() {
      for (Permission needed : missing()) {
        throw new SpoorException(
            ErrorCode.FORBIDDEN,
            artifact.name()
                + " needs "
                + needed
                + ", which it does not declare or you do not hold");
      }
      return this;
    }
  }

  record Launches(List<Launch> launches) {
    Launches {
      launches = List.copyOf(launches);
    }
  }

  /// @param catalog what server event queries may call; `deliver()` and `alert()` are added per
  ///   query
  public ServerMonitoring(
      Database database,
      Audit audit,
      InstantSource clock,
      Artifacts artifacts,
      ArtifactCompiler compiler,
      Streams streams,
      Consumers consumers,
      Ingest ingest,
      Deliveries deliveries,
      AlertRaiser alerts,
      Catalog catalog) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.artifacts = artifacts;
    this.compiler = compiler;
    this.streams = streams;
    this.consumers = consumers;
    this.around =
        new ServerQuery.Surroundings(catalog, consumers, ingest, deliveries, alerts, clock);
  }

  /// Starts what the table wants, each from where it was.
  public synchronized void start() {
    Optional<SqlTables.Row> row = database.read(tx -> SqlTables.newest(tx, SqlTables.SERVER));
    row.ifPresent(
        newest -> {
          table = TableJson.read(newest.content(), ServerMonitoringTable.class);
          launches = TableJson.read(newest.compiled(), Launches.class).launches();
        });
    apply();
  }

  public synchronized ServerMonitoringTable table(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read the server monitoring table");
    return table;
  }

  /// Replaces the table if `wanted.version()` is still the newest. Queries whose entry stays go on
  /// undisturbed.
  public synchronized SaveResult<ServerMonitoringTable> save(
      Principal principal, ServerMonitoringTable wanted) {
    Authority.require(
        principal, Permission.SERVER_MONITORING, "change the server monitoring table");
    if (wanted.version() != table.version()) {
      return new SaveResult.Conflict<>(table);
    }
    checkEntries(wanted);
    List<Launch> wantedLaunches = new ArrayList<>();
    for (TableEntry entry : wanted.entries()) {
      wantedLaunches.add(launch(principal, entry));
    }
    return put(principal, wanted.entries(), wantedLaunches);
  }

  private static void checkEntries(ServerMonitoringTable wanted) {
    if (new HashSet<>(wanted.entries()).size() != wanted.entries().size()) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "the table has the same entry twice");
    }
  }

  private SaveResult<ServerMonitoringTable> put(
      Principal principal, List<TableEntry> entries, List<Launch> wantedLaunches) {
    ServerMonitoringTable before = table;
    ServerMonitoringTable after = new ServerMonitoringTable(before.version() + 1, entries);
    database.write(
        tx -> {
          SqlTables.insert(
              tx,
              SqlTables.SERVER,
              new SqlTables.Row(
                  after.version(),
                  TableJson.write(after),
                  TableJson.write(new Launches(wantedLaunches))),
              principal.auditName(),
              EpochNanos.of(clock.instant()));
          audit.record(
              tx, principal, "monitoring.server", "version " + after.version(), before, after);
          return null;
        });
    table = after;
    launches = List.copyOf(wantedLaunches);
    apply();
    return new SaveResult.Saved<>(after);
  }

  /// What saving this table would do. Changes nothing.
  public synchronized TablePreview preview(Principal principal, ServerMonitoringTable wanted) {
    Authority.require(
        principal, Permission.SERVER_MONITORING, "change the server monitoring table");
    checkEntries(wanted);
    List<TablePreview.Fault> faults = new ArrayList<>();
    List<TablePreview.MissingRight> missing = new ArrayList<>();
    for (TableEntry entry : wanted.entries()) {
      try {
        Launch launch = known(entry);
        if (launch == null) {
          launch = compiled(principal, entry);
          launch
              .missing()
              .forEach(
                  right -> missing.add(new TablePreview.MissingRight("", entry.artifact(), right)));
        }
      } catch (SpoorException e) {
        faults.add(
            new TablePreview.Fault(
                "",
                entry.artifact(),
                String.valueOf(e.getMessage()),
                EntryCompiler.issues(artifacts, entry)));
      }
    }
    List<EntryChange> changes = EntryChange.between("", table.entries(), wanted.entries());
    List<TablePreview.QueryChange> queries =
        changes.stream()
            .map(
                change ->
                    new TablePreview.QueryChange(
                        change.artifact(),
                        change.kind() == EntryChange.Kind.ADDED ? 1 : 0,
                        change.kind() == EntryChange.Kind.CHANGED ? 1 : 0,
                        change.kind() == EntryChange.Kind.REMOVED ? 1 : 0))
            .toList();
    return new TablePreview(
        wanted.version(), table.version(), changes, 0, 0, queries, faults, missing);
  }

  /// Versions of the table from `from` downwards; empty for the newest on.
  public TableVersion.Page history(Principal principal, Optional<Long> from, int limit) {
    Authority.require(principal, Permission.READ_RESULTS, "read the server monitoring table");
    return TableHistory.page(
        database,
        SqlTables.SERVER,
        from,
        limit,
        content -> TableJson.read(content, ServerMonitoringTable.class),
        new ServerMonitoringTable(0, List.of()),
        (before, after) -> EntryChange.between("", before.entries(), after.entries()));
  }

  /// Puts an old version in force again, as a new one, with what it was compiled to. What did not
  /// run before gets no more rights than whoever brings it back holds.
  public synchronized SaveResult<ServerMonitoringTable> returnTo(
      Principal principal, long version, long base) {
    Authority.require(
        principal, Permission.SERVER_MONITORING, "change the server monitoring table");
    SqlTables.Row old = TableHistory.require(database, SqlTables.SERVER, version);
    if (base != table.version()) {
      return new SaveResult.Conflict<>(table);
    }
    List<Launch> wanted = new ArrayList<>();
    for (Launch launch : TableJson.read(old.compiled(), Launches.class).launches()) {
      wanted.add(
          launches.contains(launch) ? launch : launch.cutTo(principal.permissions()).checked());
    }
    return put(
        principal, TableJson.read(old.content(), ServerMonitoringTable.class).entries(), wanted);
  }

  private @Nullable Launch known(TableEntry entry) {
    for (Launch known : launches) {
      if (known.entry().artifact().equals(entry.artifact())
          && known.entry().parameters().equals(entry.parameters())) {
        return new Launch(entry, known.artifact(), known.rights());
      }
    }
    return null;
  }

  private Launch launch(Principal principal, TableEntry entry) {
    Launch known = known(entry);
    return known == null ? compiled(principal, entry).checked() : known;
  }

  /// With the rights that the artifact declares, as far as the principal holds them.
  private Launch compiled(Principal principal, TableEntry entry) {
    KnownArtifact known = artifacts.require(entry.artifact());
    if (known.artifact().type() != ArtifactType.SERVER_EVENT) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          entry.artifact() + " is " + known.artifact().type() + ", not a server event artifact");
    }
    CompiledArtifact made = compiler.compile(known.artifact(), known.version(), entry.parameters());
    Set<Permission> rights = EnumSet.noneOf(Permission.class);
    for (String declared : known.artifact().requiredPermissions()) {
      try {
        rights.add(Permission.valueOf(declared));
      } catch (IllegalArgumentException e) {
        throw new SpoorException(
            ErrorCode.INVALID_ARTIFACT,
            entry.artifact() + " declares the unknown permission " + declared);
      }
    }
    // what a server event query is for needs no declaration: artifacts from elsewhere have none
    rights.add(Permission.ALERT_EDIT);
    return new Launch(entry, made, rights).cutTo(principal.permissions());
  }

  /// Stops what is not wanted any more, starts what is new.
  private void apply() {
    Map<Integer, ServerQuery> wanted = new LinkedHashMap<>();
    for (Launch launch : launches) {
      for (CompiledArtifact.Source source : launch.artifact().sources()) {
        StreamInfo stream =
            streams.assigned(
                ClientId.SERVER,
                launch.artifact().name(),
                launch.artifact().version(),
                source.name(),
                launch.artifact().parameterHash());
        ServerQuery query = running.get(stream.number());
        wanted.put(
            stream.number(),
            query != null
                ? query
                : new ServerQuery(
                    around,
                    launch.artifact(),
                    source,
                    stream,
                    new Principal.Service(launch.artifact().name(), launch.rights())));
      }
    }
    Map<Integer, ServerQuery> gone = new HashMap<>(running);
    gone.keySet().removeAll(wanted.keySet());
    gone.values().forEach(ServerQuery::close);
    if (!gone.isEmpty()) {
      database.write(
          tx -> {
            gone.values()
                .forEach(query -> consumers.forget(tx, ServerQuery.consumerName(query.stream())));
            return null;
          });
    }
    for (ServerQuery query : wanted.values()) {
      if (!running.containsKey(query.stream().number())) {
        query.start();
      }
    }
    running.clear();
    running.putAll(wanted);
  }

  public synchronized List<ServerQueryStatus> status(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read the state of server queries");
    return running.values().stream()
        .map(query -> query.state().status(query.artifact().name(), query.source().name()))
        .toList();
  }

  @Override
  public synchronized void close() {
    running.values().forEach(ServerQuery::close);
    running.clear();
  }
}
