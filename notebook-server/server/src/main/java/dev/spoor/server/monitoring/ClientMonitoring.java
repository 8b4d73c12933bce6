package dev.spoor.server.monitoring;

import dev.spoor.server.access.Authority;
import dev.spoor.server.artifact.ArtifactCompiler;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.CompiledArtifact;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.client.ClientChannel;
import dev.spoor.server.client.Clients;
import dev.spoor.server.database.Database;
import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.StreamInfo;
import dev.spoor.server.ingest.Streams;
import dev.spoor.server.monitoring.TableJson.CompiledEntries;
import dev.spoor.server.monitoring.TableJson.CompiledEntry;
import dev.spoor.wire.MonitoringEntry;
import dev.spoor.wire.MonitoringUpdate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The client monitoring table: saved with compare-and-set, compiled once and pinned, sent to the
/// clients that it is for. Thread-safe.
public final class ClientMonitoring {
  private final Database database;
  private final Audit audit;
  private final InstantSource clock;
  private final EntryCompiler compiler;
  private final Streams streams;
  private final Clients clients;
  private final ClientChannel channel;
  private volatile ClientMonitoringTable table = new ClientMonitoringTable(0, List.of());
  private volatile List<CompiledEntry> compiled = List.of();

  public ClientMonitoring(
      Database database,
      Audit audit,
      InstantSource clock,
      Artifacts artifacts,
      ArtifactCompiler compiler,
      Streams streams,
      Clients clients,
      ClientChannel channel) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.compiler = new EntryCompiler(artifacts, compiler);
    this.streams = streams;
    this.clients = clients;
    this.channel = channel;
  }

  /// Reads the table and listens to labels; call once before use.
  public void start() {
    Optional<SqlTables.Row> row = database.read(tx -> SqlTables.newest(tx, SqlTables.CLIENT));
    row.ifPresent(
        newest -> {
          table = TableJson.read(newest.content(), ClientMonitoringTable.class);
          compiled = TableJson.read(newest.compiled(), CompiledEntries.class).entries();
        });
    clients.addGuard(
        label -> isUsed(label) ? Set.of(Permission.CLIENT_MONITORING) : Set.<Permission>of());
    clients.addListener(this::push);
  }

  private boolean isUsed(String label) {
    return table.groups().stream()
        .anyMatch(group -> group.label().equalsIgnoreCase(label) && !group.entries().isEmpty());
  }

  public ClientMonitoringTable table(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read the client monitoring table");
    return table;
  }

  /// Replaces the table if `wanted.version()` is still the newest. Entries that were there stay as
  /// they were compiled; rights are checked for what is added.
  public SaveResult<ClientMonitoringTable> save(Principal principal, ClientMonitoringTable wanted) {
    Authority.require(
        principal, Permission.CLIENT_MONITORING, "change the client monitoring table");
    checkLabels(wanted);
    SaveResult<ClientMonitoringTable> result = store(principal, wanted);
    if (result instanceof SaveResult.Saved<ClientMonitoringTable>) {
      push(clients.ids());
    }
    return result;
  }

  private synchronized SaveResult<ClientMonitoringTable> store(
      Principal principal, ClientMonitoringTable wanted) {
    if (wanted.version() != table.version()) {
      return new SaveResult.Conflict<>(table);
    }
    List<CompiledEntry> entries = new ArrayList<>();
    for (LabelGroup group : wanted.groups()) {
      for (TableEntry entry : group.entries()) {
        CompiledEntry known = known(compiled, group.label(), entry);
        if (known == null) {
          known = new CompiledEntry(group.label(), entry, compiler.compile(entry));
          EntryCompiler.require(principal, known.artifact());
        }
        entries.add(known);
      }
    }
    return put(principal, wanted.groups(), entries);
  }

  private SaveResult<ClientMonitoringTable> put(
      Principal principal, List<LabelGroup> groups, List<CompiledEntry> entries) {
    ClientMonitoringTable before = table;
    ClientMonitoringTable after = new ClientMonitoringTable(before.version() + 1, groups);
    database.write(
        tx -> {
          SqlTables.insert(
              tx,
              SqlTables.CLIENT,
              new SqlTables.Row(
                  after.version(),
                  TableJson.write(after),
                  TableJson.write(new CompiledEntries(entries))),
              principal.auditName(),
              EpochNanos.of(clock.instant()));
          audit.record(
              tx, principal, "monitoring.client", "version " + after.version(), before, after);
          return null;
        });
    table = after;
    compiled = List.copyOf(entries);
    return new SaveResult.Saved<>(after);
  }

  /// What an entry was compiled to; another priority changes nothing about that.
  private static @Nullable CompiledEntry known(
      List<CompiledEntry> among, String label, TableEntry entry) {
    for (CompiledEntry known : among) {
      if (known.label().equals(label)
          && known.entry().artifact().equals(entry.artifact())
          && known.entry().parameters().equals(entry.parameters())) {
        return new CompiledEntry(label, entry, known.artifact());
      }
    }
    return null;
  }

  /// What saving this table would do: for whom, which queries, what is wrong, which rights are
  /// missing for what is new. Changes nothing.
  public TablePreview preview(Principal principal, ClientMonitoringTable wanted) {
    Authority.require(
        principal, Permission.CLIENT_MONITORING, "change the client monitoring table");
    checkLabels(wanted);
    ClientMonitoringTable now;
    List<CompiledEntry> runs;
    synchronized (this) {
      now = table;
      runs = compiled;
    }
    List<CompiledEntry> entries = new ArrayList<>();
    List<TablePreview.Fault> faults = new ArrayList<>();
    List<TablePreview.MissingRight> missing = new ArrayList<>();
    for (LabelGroup group : wanted.groups()) {
      for (TableEntry entry : group.entries()) {
        CompiledEntry known = known(runs, group.label(), entry);
        if (known != null) {
          entries.add(known);
          continue;
        }
        try {
          CompiledEntry made = new CompiledEntry(group.label(), entry, compiler.compile(entry));
          entries.add(made);
          EntryCompiler.missing(principal, made.artifact())
              .forEach(
                  right ->
                      missing.add(
                          new TablePreview.MissingRight(group.label(), entry.artifact(), right)));
        } catch (SpoorException e) {
          faults.add(
              new TablePreview.Fault(
                  group.label(),
                  entry.artifact(),
                  String.valueOf(e.getMessage()),
                  compiler.issues(entry)));
        }
      }
    }
    ClientPlans.Effect effect = ClientPlans.effect(runs, entries, clients);
    return new TablePreview(
        wanted.version(),
        now.version(),
        EntryChange.between(now, wanted),
        effect.clients(),
        effect.silent(),
        effect.queries(),
        faults,
        missing);
  }

  /// Versions of the table from `from` downwards; empty for the newest on.
  public TableVersion.Page history(Principal principal, Optional<Long> from, int limit) {
    Authority.require(principal, Permission.READ_RESULTS, "read the client monitoring table");
    return TableHistory.page(
        database,
        SqlTables.CLIENT,
        from,
        limit,
        content -> TableJson.read(content, ClientMonitoringTable.class),
        new ClientMonitoringTable(0, List.of()),
        EntryChange::between);
  }

  /// Puts an old version in force again, as a new one, with what it was compiled to. Rights are
  /// checked for what runs because of it and did not run before.
  public SaveResult<ClientMonitoringTable> returnTo(Principal principal, long version, long base) {
    Authority.require(
        principal, Permission.CLIENT_MONITORING, "change the client monitoring table");
    SqlTables.Row old = TableHistory.require(database, SqlTables.CLIENT, version);
    SaveResult<ClientMonitoringTable> result;
    synchronized (this) {
      if (base != table.version()) {
        return new SaveResult.Conflict<>(table);
      }
      List<CompiledEntry> entries = new ArrayList<>();
      for (CompiledEntry entry : TableJson.read(old.compiled(), CompiledEntries.class).entries()) {
        if (!compiled.contains(entry)) {
          EntryCompiler.require(principal, entry.artifact());
        }
        entries.add(entry);
      }
      result =
          put(
              principal,
              TableJson.read(old.content(), ClientMonitoringTable.class).groups(),
              entries);
    }
    push(clients.ids());
    return result;
  }

  private static void checkLabels(ClientMonitoringTable wanted) {
    Set<String> labels = new HashSet<>();
    for (LabelGroup group : wanted.groups()) {
      if (!labels.add(group.label().toLowerCase(Locale.ROOT))) {
        throw new SpoorException(
            ErrorCode.INVALID_REQUEST, "label \"" + group.label() + "\" has two groups");
      }
      if (new HashSet<>(group.entries()).size() != group.entries().size()) {
        throw new SpoorException(
            ErrorCode.INVALID_REQUEST, "group \"" + group.label() + "\" has the same entry twice");
      }
    }
  }

  /// The table that is meant for this client now. Its version depends on nothing but its content.
  public MonitoringUpdate table(ClientId client) {
    List<MonitoringEntry> entries = new ArrayList<>();
    for (CompiledEntry entry : entriesFor(client)) {
      CompiledArtifact artifact = entry.artifact();
      for (CompiledArtifact.Source source : artifact.sources()) {
        entries.add(
            new MonitoringEntry(
                stream(client, artifact, source).number(),
                artifact.name(),
                artifact.version(),
                source.name(),
                source.vql(),
                artifact.env(),
                source.precondition().isEmpty() ? null : source.precondition(),
                entry.entry().priority(),
                artifact.parameterHash(),
                artifact.plugins(),
                artifact.artifacts()));
      }
    }
    return new MonitoringUpdate(version(entries), entries);
  }

  StreamInfo stream(ClientId client, CompiledArtifact artifact, CompiledArtifact.Source source) {
    return streams.assigned(
        client, artifact.name(), artifact.version(), source.name(), artifact.parameterHash());
  }

  /// The stream if it was ever assigned; unlike [#stream] it assigns none.
  Optional<StreamInfo> knownStream(
      ClientId client, CompiledArtifact artifact, CompiledArtifact.Source source) {
    return streams.find(
        client, artifact.name(), artifact.version(), source.name(), artifact.parameterHash());
  }

  /// Sends a client its table once more. A query that failed is begun again at once: its text comes
  /// with a blank more, and then as it is; its stream and its place in the log stay.
  public void sendAgain(Principal principal, ClientId client, String artifact) {
    Authority.require(principal, Permission.CLIENT_MONITORING, "begin a client's query again");
    clients.require(principal, client);
    MonitoringUpdate wanted = table(client);
    List<MonitoringEntry> nudged = new ArrayList<>();
    boolean found = false;
    for (MonitoringEntry entry : wanted.entries()) {
      boolean is = entry.artifact().equals(artifact);
      found |= is;
      nudged.add(is ? withBlank(entry) : entry);
    }
    if (!found) {
      throw new SpoorException(
          ErrorCode.NOT_FOUND, artifact + " is not in the table of client " + client);
    }
    if (!channel.isConnected(client)) {
      throw new SpoorException(
          ErrorCode.CONFLICT, "client " + client + " is not connected: it applies when it returns");
    }
    database.write(
        tx -> {
          audit.record(
              tx,
              principal,
              "monitoring.retry",
              client.value(),
              null,
              Map.of("artifact", artifact));
          return null;
        });
    channel.send(client, new MonitoringUpdate(version(nudged), nudged));
    channel.send(client, wanted);
  }

  private static MonitoringEntry withBlank(MonitoringEntry entry) {
    return new MonitoringEntry(
        entry.stream(),
        entry.artifact(),
        entry.artifactVersion(),
        entry.source(),
        entry.vql() + "\n",
        entry.env(),
        entry.precondition(),
        entry.priority(),
        entry.parameterHash(),
        entry.plugins(),
        entry.artifacts());
  }

  /// Entries of All and of the groups whose label the client carries; two with equal parameters are
  /// one.
  List<CompiledEntry> entriesFor(ClientId client) {
    return ClientPlans.entries(compiled, ClientPlans.folded(clients.labels(client)));
  }

  /// What this client is to watch now: `Artifact` or `Artifact/Source`.
  public Set<String> artifactsFor(ClientId client) {
    Set<String> names = new HashSet<>();
    for (CompiledEntry entry : entriesFor(client)) {
      for (CompiledArtifact.Source source : entry.artifact().sources()) {
        names.add(
            source.name().isEmpty()
                ? entry.artifact().name()
                : entry.artifact().name() + "/" + source.name());
      }
    }
    return names;
  }

  List<CompiledEntry> compiledEntries() {
    return compiled;
  }

  /// Sends their tables to those that are connected; the others get theirs when they come.
  private void push(Collection<ClientId> ids) {
    for (ClientId id : ids) {
      if (channel.isConnected(id)) {
        channel.send(id, table(id));
      }
    }
  }

  private static long version(List<MonitoringEntry> entries) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (MonitoringEntry entry : entries) {
        String text =
            entry.stream()
                + "\0"
                + entry.artifact()
                + "\0"
                + entry.vql()
                + "\0"
                + new TreeMap<>(entry.env())
                + "\0"
                + entry.precondition()
                + "\0"
                + entry.priority()
                + "\0"
                + String.join("\0", entry.artifacts());
        digest.update(text.getBytes(StandardCharsets.UTF_8));
      }
      // positive, and never the 0 that stands for no table; small enough for a JSON number
      return (ByteBuffer.wrap(digest.digest()).getLong() & ((1L << 52) - 1)) | 1;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// For tests and the status page: how many entries apply to a client.
  @Nullable CompiledArtifact compiledFor(ClientId client, String artifact) {
    return entriesFor(client).stream()
        .map(CompiledEntry::artifact)
        .filter(made -> made.name().equals(artifact))
        .findFirst()
        .orElse(null);
  }
}
