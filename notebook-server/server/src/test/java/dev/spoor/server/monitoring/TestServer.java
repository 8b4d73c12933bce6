package dev.spoor.server.monitoring;

import dev.spoor.host.machine.MachinePlugins;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.host.text.TextParsers;
import dev.spoor.server.access.Secrets;
import dev.spoor.server.alert.AlertFunction;
import dev.spoor.server.alert.Alerts;
import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.ArtifactCompiler;
import dev.spoor.server.artifact.ArtifactFunctions;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.BuiltIns;
import dev.spoor.server.artifact.KnownArtifact;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.client.ClientChannel;
import dev.spoor.server.client.ClientFacts;
import dev.spoor.server.client.ClientFunctions;
import dev.spoor.server.client.Clients;
import dev.spoor.server.client.ClientsPlugin;
import dev.spoor.server.database.Database;
import dev.spoor.server.delivery.DeliverFunction;
import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.delivery.DeliveryKind;
import dev.spoor.server.delivery.DeliveryTarget;
import dev.spoor.server.delivery.Redactor;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.InMemoryEventStore;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.Consumers;
import dev.spoor.server.ingest.Coverage;
import dev.spoor.server.ingest.Ingest;
import dev.spoor.server.ingest.IngestResult;
import dev.spoor.server.ingest.Journal;
import dev.spoor.server.ingest.JournalConfig;
import dev.spoor.server.ingest.StoreFeed;
import dev.spoor.server.ingest.StreamInfo;
import dev.spoor.server.ingest.Streams;
import dev.spoor.server.query.QueryListener;
import dev.spoor.server.query.QueryOutcome;
import dev.spoor.server.query.QueryRequest;
import dev.spoor.server.query.QuerySessions;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.library.CoreLibrary;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import dev.spoor.wire.EventBatch;
import dev.spoor.wire.Message;
import dev.spoor.wire.WireRow;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// The flow of events on real parts: database, journal, store, monitoring, queries. Only the
/// clients' connections are missing.
public final class TestServer implements AutoCloseable {
  public static final Principal ROOT = new Principal.System();
  public static final ClientId DC01 = new ClientId("C.00000000000000d1");
  public static final ClientId WEB02 = new ClientId("C.00000000000000e2");

  /// What a client's machine does not offer yet: something that starts a process.
  private static final VqlFunction EXECUTES =
      VqlFunction.of(
          Signature.named("executes", "Starts a process.")
              .needs(Permissions.of(Permission.EXECVE.name()))
              .build(),
          call -> true);

  public final Database database;
  public final Audit audit;
  public final Clients clients;
  public final Streams streams;
  public final Journal journal;
  public final EventStore store = new InMemoryEventStore();
  public final StoreFeed feed;
  public final Consumers consumers;
  public final Ingest ingest;
  public final Artifacts artifacts;
  public final ArtifactCompiler compiler;
  public final Deliveries deliveries;
  public final Alerts alerts;
  final Secrets secrets;
  final Coverage coverage;
  final ClientMonitoring clientMonitoring;
  final ClientStates states;
  final ServerMonitoring serverMonitoring;
  public final QuerySessions queries;
  final Map<ClientId, List<Message>> connected = new ConcurrentHashMap<>();

  public TestServer(Path data) throws Exception {
    this(data, List.of());
  }

  /// @param more definitions beside the built-in ones
  TestServer(Path data, List<String> more) throws Exception {
    InstantSource clock = InstantSource.system();
    database = Database.open(data.resolve("spoor.db"));
    audit = new Audit(clock);
    clients = new Clients(database, audit, clock);
    clients.start();
    streams = new Streams(database);
    streams.start();
    journal = new Journal(JournalConfig.in(data.resolve("journal")), StorageFiles.ofDisk(), clock);
    journal.start(store.durableUpTo());
    feed = new StoreFeed(journal, store);
    feed.start();
    consumers = new Consumers(database, journal, clock);
    artifacts = new Artifacts(database, audit, clock);
    List<String> definitions = new ArrayList<>(BuiltIns.definitions());
    definitions.addAll(more);
    artifacts.start(definitions);
    ingest =
        new Ingest(
            journal,
            streams,
            clients,
            stream ->
                artifacts
                    .version(stream.artifact(), stream.artifactVersion())
                    .flatMap(artifact -> artifact.timeColumn()),
            database,
            audit,
            clock);
    secrets = new Secrets(database, audit, clock, data.resolve("secret.key"));
    deliveries =
        new Deliveries(
            database,
            secrets,
            audit,
            new Redactor(),
            () -> Optional.of(URI.create("https://spoor.example.test")),
            clock);
    alerts = new Alerts(database, audit, clients, List::of, clock);
    Catalog core = CoreLibrary.catalog().with(TextParsers.functions(), TextParsers.plugins());
    Catalog client =
        core.with(MachinePlugins.functions(), MachinePlugins.plugins()).withFunctions(EXECUTES);
    Function<String, Optional<Artifact>> byName =
        name -> artifacts.find(name).map(KnownArtifact::artifact);
    queries =
        new QuerySessions(
            core.with(
                    ClientFunctions.functions(clients),
                    List.of(new WatchMonitoringPlugin(consumers), new ClientsPlugin(clients)))
                .withFunctions(DeliverFunction.queueing(deliveries), AlertFunction.raising(alerts)),
            store,
            clients,
            clock,
            2,
            catalog -> ArtifactFunctions.with(catalog, artifacts.definitions(), byName));
    queries.start();
    compiler =
        new ArtifactCompiler(
            byName,
            client,
            queries.catalog(),
            List.of("watch_processes", "watch_logons", "watch_evtx"));
    coverage = new Coverage(database, clock);
    clientMonitoring =
        new ClientMonitoring(
            database,
            audit,
            clock,
            artifacts,
            compiler,
            streams,
            clients,
            new ClientChannel() {
              @Override
              public boolean send(ClientId id, Message message) {
                List<Message> sent = connected.get(id);
                return sent != null && sent.add(message);
              }

              @Override
              public boolean isConnected(ClientId id) {
                return connected.containsKey(id);
              }
            });
    clientMonitoring.start();
    states = new ClientStates(clientMonitoring, coverage, clients);
    serverMonitoring =
        new ServerMonitoring(
            database,
            audit,
            clock,
            artifacts,
            compiler,
            streams,
            consumers,
            ingest,
            deliveries,
            alerts,
            queries.catalog());
    serverMonitoring.start();
  }

  public void enrol(ClientId id, String hostname) {
    database.write(
        tx -> {
          clients.register(
              tx,
              ROOT,
              id,
              id.value().substring(2).repeat(4),
              new ClientFacts(hostname, "linux", "0.1.0", Map.of()));
          return null;
        });
  }

  void target(String name) {
    secrets.put(ROOT, "hook", "https://hooks.example.test/T/very-secret", List.of());
    deliveries.putTarget(ROOT, new DeliveryTarget(name, DeliveryKind.JSON, "hook", null));
  }

  public StreamInfo stream(ClientId client, String artifact) {
    return streams.assigned(client, artifact, artifacts.require(artifact).version(), "", "test");
  }

  public IngestResult send(StreamInfo stream, long boot, long firstSeq, String... rows)
      throws Exception {
    List<WireRow> wire = new ArrayList<>();
    for (String row : rows) {
      wire.add(WireRow.of(1_764_000_000_000_000_000L, row));
    }
    return ingest
        .accept(stream.client(), new EventBatch(boot, stream.number(), firstSeq, wire))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  static String process(String commandLine) {
    return "{\"EventData\":{\"UtcTime\":\"2026-11-24 09:41:07.218\",\"CommandLine\":\""
        + commandLine
        + "\",\"Image\":\"/usr/bin/schtasks\"}}";
  }

  /// Runs a query to its end; its rows as JSON text. Fails when the run does.
  public List<String> query(String vql) throws Exception {
    return query(ROOT, vql);
  }

  List<String> query(Principal principal, String vql) throws Exception {
    List<String> rows = new ArrayList<>();
    QueryOutcome outcome = run(QueryRequest.of(principal, vql), rows);
    if (!outcome.isComplete()) {
      throw new AssertionError(outcome + " " + rows);
    }
    return rows;
  }

  QueryOutcome run(QueryRequest request, List<String> rows) throws Exception {
    return queries
        .submit(
            request.withLsnBound(journal.endLsn()),
            new QueryListener() {
              @Override
              public void row(int statement, Row row) {
                rows.add(Json.write(row));
              }

              @Override
              public void finished(QueryOutcome outcome) {
                // the future completes after this
              }
            })
        .outcome()
        .get(20, TimeUnit.SECONDS);
  }

  public static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 20 s: " + what);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void close() {
    serverMonitoring.close();
    queries.close();
    feed.close();
    journal.close();
    store.close();
    database.close();
  }
}
