package dev.spoor.launcher.channel;

import dev.spoor.host.storage.StorageFiles;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.certificate.CertificateAuthority;
import dev.spoor.server.certificate.Enrolment;
import dev.spoor.server.certificate.EnrolmentRegistry;
import dev.spoor.server.client.ClientFacts;
import dev.spoor.server.client.Clients;
import dev.spoor.server.database.Database;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.AcceptedRow;
import dev.spoor.server.http.SpoorVertx;
import dev.spoor.server.http.agent.AgentChannel;
import dev.spoor.server.http.agent.AgentConfig;
import dev.spoor.server.http.agent.AgentMonitoring;
import dev.spoor.server.http.agent.AgentServer;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.Ingest;
import dev.spoor.server.ingest.Journal;
import dev.spoor.server.ingest.JournalConfig;
import dev.spoor.server.ingest.JournalReader;
import dev.spoor.server.ingest.Streams;
import dev.spoor.wire.MonitoringUpdate;
import dev.spoor.wire.QueryLog;
import dev.spoor.wire.StreamStatus;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The server as far as an agent sees it: database, authority, ingest with its journal, endpoint.
/// Started again on the same folder it is the same server.
final class TestServer implements AutoCloseable {
  private static final Principal ROOT = new Principal.System();
  private static final InstantSource CLOCK = InstantSource.system();

  final List<ClientId> duplicates = new CopyOnWriteArrayList<>();
  final List<StreamStatus> statuses = new CopyOnWriteArrayList<>();
  final Enrolment enrolment;
  final Streams streams;
  final Clients clients;
  final AgentChannel channel = new AgentChannel();
  final Journal journal;
  final int port;
  volatile MonitoringUpdate table = new MonitoringUpdate(0, List.of());
  private final Database database;
  private final Vertx vertx = SpoorVertx.create();
  private final AgentServer endpoint;

  TestServer(Path folder) throws IOException {
    database = Database.open(folder.resolve("spoor.db"));
    Audit audit = new Audit(CLOCK);
    clients = new Clients(database, audit, CLOCK);
    clients.start();
    CertificateAuthority authority =
        new CertificateAuthority(folder.resolve("ca"), List.of("localhost", "127.0.0.1"), CLOCK);
    authority.start();
    enrolment = new Enrolment(database, audit, authority, new Registry(), CLOCK);
    enrolment.start();
    streams = new Streams(database);
    streams.start();
    journal =
        new Journal(JournalConfig.in(folder.resolve("journal")), StorageFiles.ofDisk(), CLOCK);
    journal.start(0);
    Ingest ingest =
        new Ingest(journal, streams, clients, any -> Optional.empty(), database, audit, CLOCK);
    endpoint =
        new AgentServer(
            vertx,
            AgentConfig.on("127.0.0.1", 0),
            authority,
            enrolment,
            clients,
            ingest,
            new Monitoring(),
            channel,
            "e1",
            duplicates::add,
            CLOCK);
    port = endpoint.start();
  }

  String token() {
    return enrolment.createToken(ROOT, 1, Duration.ofHours(1)).text();
  }

  void revoke(ClientId client) {
    enrolment.revoke(ROOT, client);
  }

  int stream(ClientId client, String artifact) {
    return streams.assigned(client, artifact, 1, "", "h").number();
  }

  /// Rows of the artifact in the order of the journal, as `boot.seq text`.
  List<String> rows(String artifact) throws IOException {
    List<String> rows = new ArrayList<>();
    try (JournalReader reader = journal.reader(journal.oldestLsn())) {
      for (AcceptedBatch batch = reader.next(); batch != null; batch = reader.next()) {
        if (batch.artifact().equals(artifact)) {
          for (AcceptedRow row : batch.rows()) {
            rows.add(new String(row.json(), StandardCharsets.UTF_8));
          }
        }
      }
    }
    return rows;
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within 30 s");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Override
  public void close() {
    endpoint.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    journal.close();
    database.close();
  }

  private final class Monitoring implements AgentMonitoring {
    @Override
    public MonitoringUpdate table(ClientId client) {
      return table;
    }

    @Override
    public void status(ClientId client, StreamStatus status) {
      statuses.add(status);
    }

    @Override
    public void log(ClientId client, QueryLog line) {}
  }

  private final class Registry implements EnrolmentRegistry {
    @Override
    public void register(
        Transaction tx,
        Principal principal,
        ClientId id,
        String keyHash,
        Map<String, String> facts) {
      clients.register(
          tx,
          principal,
          id,
          keyHash,
          new ClientFacts(facts.getOrDefault("hostname", ""), "linux", "0.1.0", facts));
    }

    @Override
    public Optional<String> keyHash(ClientId id) {
      return clients.keyHash(id);
    }
  }
}
