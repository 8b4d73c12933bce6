package dev.spoor.server.alert;

import dev.spoor.server.access.Role;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.client.ClientFacts;
import dev.spoor.server.client.Clients;
import dev.spoor.server.database.Database;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Principal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Alerts on a real database, with a clock that is moved by hand.
final class TestAlerts implements AutoCloseable, InstantSource {
  static final Principal SYSTEM = new Principal.System();
  static final Principal.User IVO =
      new Principal.User(1, "ivo", "investigator", Role.INVESTIGATOR.permissions());
  static final Principal.User ADA =
      new Principal.User(2, "ada", "analyst", Role.ANALYST.permissions());
  static final Principal.User RITA =
      new Principal.User(3, "rita", "reader", Role.READER.permissions());
  static final ClientId DC01 = new ClientId("C.00000000000000d1");
  static final ClientId WEB02 = new ClientId("C.00000000000000e2");
  static final String RULE = "Scheduled task on another host";

  final Database database;
  final Audit audit;
  final Clients clients;
  final Alerts alerts;
  private Instant now = Instant.parse("2026-11-24T14:32:00Z");
  private final AtomicLong events = new AtomicLong();

  TestAlerts(Path folder) {
    database = Database.open(folder.resolve("spoor.db"));
    audit = new Audit(this);
    clients = new Clients(database, audit, this);
    clients.start();
    enrol(DC01, "srv-dc01");
    enrol(WEB02, "srv-web02");
    alerts = new Alerts(database, audit, clients, () -> List.of("ada", "ivo"), this);
  }

  private void enrol(ClientId id, String hostname) {
    database.write(
        tx -> {
          clients.register(
              tx,
              SYSTEM,
              id,
              id.value().substring(2).repeat(4),
              new ClientFacts(hostname, "linux", "0.1.0", Map.of()));
          return null;
        });
  }

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  AlertSignal signal(ClientId client, String account, String commandLine) {
    return AlertSignal.of(
        RULE,
        "Scheduled task created on another host",
        Severity.HIGH,
        AlertEntity.of(client, account).withKey("CommandLine", commandLine),
        "E." + events.incrementAndGet(),
        now);
  }

  AlertRaiser.Raised raise(AlertSignal signal) {
    return database.write(tx -> alerts.raise(tx, SYSTEM, signal));
  }

  AlertRaiser.Raised raise(ClientId client, String account, String commandLine) {
    return raise(signal(client, account, commandLine));
  }

  List<String> actions() {
    return database.read(
        tx ->
            audit.page(tx, Long.MAX_VALUE, 1000).stream()
                .filter(
                    row ->
                        row.action().startsWith("alert.") || row.action().startsWith("decision."))
                .map(row -> row.principal() + " " + row.action())
                .toList());
  }

  @Override
  public void close() {
    database.close();
  }
}
