package dev.spoor.server.monitoring;

import dev.spoor.server.access.Authority;
import dev.spoor.server.artifact.ArtifactCompiler;
import dev.spoor.server.artifact.ArtifactType;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.CompiledArtifact;
import dev.spoor.server.artifact.KnownArtifact;
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
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The client monitoring table: saved with compare-and-set, compiled once and pinned, sent to the
/// clients that it is for. Thread-safe.
public final class ClientMonitoring {
  /// What a client's VQL may do beyond looking: whoever adds an entry needs these himself.
  private static final Set<Permission> DANGEROUS =
      EnumSet.of(
          Permission.EXECVE,
          Permission.FILESYSTEM_WRITE,
          Permission.NETWORK,
          Permission.IMPERSONATE);

  private final Database database;
  private final Audit audit;
  private final InstantSource clock;
  private final Artifacts artifacts;
  private final ArtifactCompiler compiler;
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
    this.artifacts = artifacts;
    this.compiler = compiler;
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
    ClientMonitoringTable before = table;
    if (wanted.version() != before.version()) {
      return new SaveResult.Conflict<>(before);
    }
    List<CompiledEntry> entries = new ArrayList<>();
    for (LabelGroup group : wanted.groups()) {
      for (TableEntry entry : group.entries()) {
        entries.add(compiledEntry(principal, group.label(), entry));
      }
    }
    ClientMonitoringTable after = new ClientMonitoringTable(before.version() + 1, wanted.groups());
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

  private CompiledEntry compiledEntry(Principal principal, String label, TableEntry entry) {
    for (CompiledEntry known : compiled) {
      if (known.label().equals(label) && known.entry().equals(entry)) {
        return known;
      }
    }
    KnownArtifact known = artifacts.require(entry.artifact());
    if (known.artifact().type() != ArtifactType.CLIENT_EVENT) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          entry.artifact() + " is " + known.artifact().type() + ", not a client event artifact");
    }
    CompiledArtifact made = compiler.compile(known.artifact(), known.version(), entry.parameters());
    if (made.sources().isEmpty()) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, entry.artifact() + " has no query to run");
    }
    for (Permission needed : made.permissions()) {
      if (DANGEROUS.contains(needed)) {
        Authority.require(principal, needed, "let clients run " + entry.artifact());
      }
    }
    return new CompiledEntry(label, entry, made);
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

  /// Entries of All and of the groups whose label the client carries; two with equal parameters are
  /// one.
  List<CompiledEntry> entriesFor(ClientId client) {
    Set<String> carried = new HashSet<>();
    clients.labels(client).forEach(label -> carried.add(label.toLowerCase(Locale.ROOT)));
    List<CompiledEntry> entries = new ArrayList<>();
    Set<List<Object>> seen = new HashSet<>();
    for (CompiledEntry entry : compiled) {
      CompiledArtifact artifact = entry.artifact();
      boolean applies =
          entry.label().isEmpty() || carried.contains(entry.label().toLowerCase(Locale.ROOT));
      if (applies
          && seen.add(List.of(artifact.name(), artifact.version(), artifact.parameterHash()))) {
        entries.add(entry);
      }
    }
    return entries;
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
