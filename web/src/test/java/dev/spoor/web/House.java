package dev.spoor.web;

import dev.spoor.host.storage.StorageFiles;
import dev.spoor.server.access.ApiTokens;
import dev.spoor.server.access.AuditLog;
import dev.spoor.server.access.Secrets;
import dev.spoor.server.access.Settings;
import dev.spoor.server.access.Users;
import dev.spoor.server.alert.AlertEvidence;
import dev.spoor.server.alert.AlertFeed;
import dev.spoor.server.alert.Alerts;
import dev.spoor.server.alert.Decisions;
import dev.spoor.server.artifact.ArtifactCompiler;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.BuiltIns;
import dev.spoor.server.artifact.KnownArtifact;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.certificate.CertificateAuthority;
import dev.spoor.server.certificate.Enrolment;
import dev.spoor.server.certificate.EnrolmentRegistry;
import dev.spoor.server.client.ClientChannel;
import dev.spoor.server.client.Clients;
import dev.spoor.server.database.Database;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.delivery.Redactor;
import dev.spoor.server.detection.Detections;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.InMemoryEventStore;
import dev.spoor.server.event.retention.Retention;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.Consumers;
import dev.spoor.server.ingest.Coverage;
import dev.spoor.server.ingest.Ingest;
import dev.spoor.server.ingest.Journal;
import dev.spoor.server.ingest.JournalConfig;
import dev.spoor.server.ingest.StoreFeed;
import dev.spoor.server.ingest.Streams;
import dev.spoor.server.monitoring.ClientMonitoring;
import dev.spoor.server.monitoring.ClientStates;
import dev.spoor.server.monitoring.MatchReasons;
import dev.spoor.server.monitoring.PastSearch;
import dev.spoor.server.monitoring.RolloutMatrix;
import dev.spoor.server.monitoring.ServerMonitoring;
import dev.spoor.server.monitoring.ServerStatus;
import dev.spoor.server.notebook.Notebooks;
import dev.spoor.server.proof.DetectionBoard;
import dev.spoor.server.proof.DetectionTests;
import dev.spoor.server.proof.Recordings;
import dev.spoor.server.proof.RetroHunts;
import dev.spoor.server.query.QuerySessions;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.library.CoreLibrary;
import dev.spoor.web.host.AdministrationServices;
import dev.spoor.web.host.ProofServices;
import dev.spoor.web.host.SessionLookup;
import dev.spoor.web.host.ShellStatus;
import dev.spoor.web.host.WebServices;
import dev.spoor.wire.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The features that pages talk to, real ones on a temporary folder; no agent, no store, no HTTP.
final class House implements AutoCloseable {
  final InstantSource clock = InstantSource.system();
  final Path folder;
  final Database database;
  final Audit audit = new Audit(clock);
  final Clients clients;
  final Notebooks notebooks;
  final Artifacts artifacts;
  final ClientMonitoring clientMonitoring;
  final ClientStates clientStates;
  final ServerMonitoring serverMonitoring;
  final Secrets secrets;
  final Settings settings;
  final Deliveries deliveries;
  final Alerts alerts;
  final EventStore store = new InMemoryEventStore();
  final Enrolment enrolment;
  final Detections detections;
  private final ProofServices proofs;
  final AdministrationServices administration;
  private final RolloutMatrix rollout;
  private final PastSearch past;
  private final QuerySessions queries;
  private final Journal journal;

  House() {
    try {
      folder = Files.createTempDirectory("spoor-pages");
      database = Database.open(folder.resolve("spoor.db"));
      journal =
          new Journal(JournalConfig.in(folder.resolve("journal")), StorageFiles.ofDisk(), clock);
      journal.start(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    clients = new Clients(database, audit, clock);
    clients.start();
    notebooks = new Notebooks(database, audit, clock);
    artifacts = new Artifacts(database, audit, clock);
    artifacts.start(BuiltIns.definitions());
    secrets = new Secrets(database, audit, clock, folder.resolve("key"));
    settings = new Settings(database, audit);
    settings.start();
    deliveries =
        new Deliveries(database, secrets, audit, new Redactor(), settings::publicUrl, clock);
    alerts = new Alerts(database, audit, clients, () -> List.of("Ada Keller", "Ivo Brandt"), clock);
    Streams streams = new Streams(database);
    streams.start();
    Coverage coverage = new Coverage(database, clock);
    Consumers consumers = new Consumers(database, journal, clock);
    Ingest ingest =
        new Ingest(journal, streams, clients, stream -> Optional.empty(), database, audit, clock);
    Catalog catalog = CoreLibrary.catalog();
    ArtifactCompiler compiler =
        new ArtifactCompiler(
            name -> artifacts.find(name).map(KnownArtifact::artifact), catalog, catalog, List.of());
    clientMonitoring =
        new ClientMonitoring(
            database, audit, clock, artifacts, compiler, streams, clients, new NobodyThere());
    clientMonitoring.start();
    clientStates = new ClientStates(clientMonitoring, coverage, clients);
    rollout = new RolloutMatrix(clientMonitoring, clientStates, clients, artifacts);
    queries = new QuerySessions(catalog, new InMemoryEventStore(), clients, clock, 1);
    queries.start();
    InMemoryEventStore nothing = new InMemoryEventStore();
    Recordings recordings =
        new Recordings(database, audit, nothing, folder.resolve("recordings"), clock);
    recordings.start();
    detections = new Detections(database, audit, clock);
    DetectionTests tests =
        new DetectionTests(
            database,
            audit,
            detections,
            recordings,
            name -> artifacts.find(name).map(KnownArtifact::artifact),
            clock,
            1);
    proofs =
        new ProofServices(
            detections,
            tests,
            new RetroHunts(
                database,
                audit,
                artifacts,
                compiler,
                nothing,
                queries,
                () -> Long.MAX_VALUE,
                clock),
            new DetectionBoard(detections, tests, artifacts));
    past = new PastSearch(artifacts, compiler, queries, clientMonitoring, clock);
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
            catalog);
    serverMonitoring.start();
    CertificateAuthority authority =
        new CertificateAuthority(folder.resolve("ca"), List.of("localhost"), clock);
    authority.start();
    enrolment = new Enrolment(database, audit, authority, new NoRegistry(), clock);
    enrolment.start();
    Users users = new Users(database, audit, clock);
    EventStore store = new InMemoryEventStore();
    administration =
        new AdministrationServices(
            users,
            new ApiTokens(database, audit, users, clock),
            new AuditLog(database, audit),
            new Retention(database, audit, store, clock),
            new ServerStatus(
                journal,
                ingest,
                store,
                new StoreFeed(journal, store),
                consumers,
                coverage,
                deliveries,
                clients,
                queries,
                database,
                audit,
                clock),
            principal -> 3);
  }

  WebServices services(SessionLookup sessions) {
    return new WebServices(
        sessions,
        clients,
        new MadeUpStates(),
        notebooks,
        artifacts,
        clientMonitoring,
        clientStates,
        rollout,
        past,
        serverMonitoring,
        proofs,
        deliveries,
        secrets,
        settings,
        enrolment,
        alerts,
        new AlertFeed(alerts),
        new AlertEvidence(store),
        new Decisions(database, audit, clients, clock),
        new MatchReasons(clientMonitoring),
        () ->
            new ShellStatus(
                clients.connectedCount(), clients.ids().size(), 48_213_907, 0, ZoneOffset.UTC),
        clock,
        "0.1.0 on hunt01.corp.example",
        token ->
            "spoor agent enroll --server https://hunt01.corp.example:8890 --token-file - <<'EOF'\n"
                + token
                + "\nEOF",
        administration);
  }

  @Override
  public void close() {
    serverMonitoring.close();
    queries.close();
    try {
      journal.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    database.close();
  }

  /// No agent is connected.
  private static final class NobodyThere implements ClientChannel {
    @Override
    public boolean send(ClientId client, Message message) {
      return false;
    }

    @Override
    public boolean isConnected(ClientId client) {
      return false;
    }
  }

  /// Nobody enrols here.
  private static final class NoRegistry implements EnrolmentRegistry {
    @Override
    public void register(
        Transaction tx,
        Principal principal,
        ClientId id,
        String keyHash,
        Map<String, String> facts) {
      throw new IllegalStateException("nobody enrols here");
    }

    @Override
    public Optional<String> keyHash(ClientId id) {
      return Optional.empty();
    }
  }
}
