package dev.spoor.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.audit.Audit;
import dev.spoor.server.audit.AuditRow;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientsTest {
  private static final ClientId WEB = new ClientId("C.00000000000000a1");
  private static final ClientId DC = new ClientId("C.00000000000000a2");
  private static final String KEY = "ab".repeat(32);
  private static final Principal ANALYST =
      new Principal.User(
          1, "anna", "analyst", Set.of(Permission.READ_RESULTS, Permission.LABEL_CLIENT));
  private static final Principal NOBODY = new Principal.User(2, "eve", "none", Set.of());

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-24T16:00:00Z");
  private Database database;
  private Audit audit;
  private Clients clients;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("spoor.db"));
    audit = new Audit(() -> now);
    clients = started();
    enrol(WEB, "srv-web01");
    enrol(DC, "srv-dc01");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Clients started() {
    Clients started = new Clients(database, audit, () -> now);
    started.start();
    return started;
  }

  private static ClientFacts facts(String hostname) {
    return new ClientFacts(hostname, "linux", "0.1.0", Map.of("kernel", "6.1"));
  }

  private void enrol(ClientId id, String hostname) {
    database.write(
        tx -> {
          clients.register(tx, new Principal.System(), id, KEY, facts(hostname));
          return null;
        });
  }

  private List<String> found(ClientSearch search) {
    return clients.find(ANALYST, search).clients().stream().map(Client::hostname).toList();
  }

  private static ClientSearch text(String text) {
    return new ClientSearch(text, Optional.empty(), Optional.empty(), 50);
  }

  @Test
  void enrolledClientsSurviveARestart() {
    clients.changeLabels(ANALYST, List.of(WEB), Set.of("web"), Set.of());
    clients.connected(WEB, "10.1.2.3", Duration.ofMillis(250), facts("srv-web01"));
    clients = started();
    Client web = clients.require(ANALYST, WEB);
    assertThat(web.labels()).containsExactly("web");
    assertThat(web.isConnected()).isFalse();
    assertThat(web.address()).isEqualTo("10.1.2.3");
    assertThat(web.clockSkew()).isEqualTo(Duration.ofMillis(250));
    assertThat(web.facts().more()).containsEntry("kernel", "6.1");
    assertThat(clients.keyHash(WEB)).contains(KEY);
  }

  @Test
  void searchFindsByNameIdLabelAndPages() {
    clients.changeLabels(ANALYST, List.of(DC), Set.of("tier 0"), Set.of());
    assertThat(found(text("WEB"))).containsExactly("srv-web01");
    assertThat(found(text("00a2"))).containsExactly("srv-dc01");
    assertThat(found(text("tier"))).containsExactly("srv-dc01");
    assertThat(found(text("%"))).isEmpty();
    ClientPage first =
        clients.find(ANALYST, new ClientSearch("", Optional.empty(), Optional.empty(), 1));
    assertThat(first.clients()).extracting(Client::id).containsExactly(DC);
    ClientPage second =
        clients.find(ANALYST, new ClientSearch("", Optional.empty(), first.next(), 1));
    assertThat(second.clients()).extracting(Client::id).containsExactly(WEB);
    assertThat(second.next()).isEmpty();
  }

  @Test
  void searchComparesVersionsAndTimes() {
    assertThat(found(text("version:<0.2"))).containsExactly("srv-dc01", "srv-web01");
    assertThat(found(text("version:>=0.1.0 host:web"))).containsExactly("srv-web01");
    assertThat(found(text("version:<0.1"))).isEmpty();
    now = now.plus(Duration.ofHours(2));
    long connection = clients.connected(WEB, "10.0.0.1", Duration.ZERO, facts("srv-web01"));
    assertThat(found(text("seen:>1h"))).containsExactly("srv-dc01");
    assertThat(found(text("seen:<1h"))).containsExactly("srv-web01");
    clients.disconnected(WEB, connection);
    now = now.plus(Duration.ofMinutes(59));
    assertThat(found(text("seen:<1h"))).containsExactly("srv-web01");
    now = now.plus(Duration.ofMinutes(2));
    assertThat(found(text("seen:<1h"))).isEmpty();
  }

  @Test
  void presenceIsRememberedAlsoOverAStopThatNobodySaw() {
    Instant begun = now;
    long first = clients.connected(WEB, "10.0.0.1", Duration.ZERO, facts("srv-web01"));
    now = now.plus(Duration.ofHours(1));
    long second = clients.connected(WEB, "10.0.0.2", Duration.ZERO, facts("srv-web01"));
    clients.disconnected(WEB, first);
    now = now.plus(Duration.ofHours(1));
    clients.disconnected(WEB, second);
    now = now.plus(Duration.ofHours(1));
    Instant again = now;
    clients.connected(WEB, "10.0.0.2", Duration.ZERO, facts("srv-web01"));
    assertThat(clients.history().presence(ANALYST, WEB, begun))
        .containsExactly(
            new ClientHistory.Presence(again, Optional.empty()),
            new ClientHistory.Presence(begun, Optional.of(begun.plus(Duration.ofHours(2)))));
    Clients restarted = new Clients(database, audit, () -> now);
    restarted.start();
    assertThat(restarted.history().presence(ANALYST, WEB, again.minusSeconds(1)))
        .containsExactly(new ClientHistory.Presence(again, Optional.of(again)));
  }

  @Test
  void notesAreKeptWithTheirAuthorAndAudited() {
    clients.history().addNote(ANALYST, WEB, " contained at 18:00 ");
    assertThat(clients.history().notes(ANALYST, WEB))
        .extracting(ClientHistory.Note::text, ClientHistory.Note::author)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("contained at 18:00", ANALYST.auditName()));
    assertThatThrownBy(() -> clients.history().addNote(NOBODY, WEB, "x"))
        .isInstanceOf(SpoorException.class);
    long id = clients.history().notes(ANALYST, WEB).getFirst().id();
    clients.history().removeNote(ANALYST, WEB, id);
    assertThat(clients.history().notes(ANALYST, WEB)).isEmpty();
  }

  @Test
  void theNewestConnectionWins() {
    long first = clients.connected(WEB, "10.0.0.1", Duration.ZERO, facts("srv-web01"));
    long second = clients.connected(WEB, "10.0.0.2", Duration.ZERO, facts("srv-web01"));
    clients.disconnected(WEB, first);
    assertThat(clients.require(ANALYST, WEB).isConnected()).isTrue();
    assertThat(clients.connectedCount()).isEqualTo(1);
    now = now.plusSeconds(5);
    clients.disconnected(WEB, second);
    assertThat(clients.require(ANALYST, WEB).isConnected()).isFalse();
    assertThat(clients.require(ANALYST, WEB).lastSeen()).isEqualTo(now);
  }

  @Test
  void anotherKeyCannotTakeAnId() {
    assertThatThrownBy(
            () ->
                database.write(
                    tx -> {
                      clients.register(
                          tx, new Principal.System(), WEB, "cd".repeat(32), facts("evil"));
                      return null;
                    }))
        .isInstanceOf(SpoorException.class)
        .hasMessage("client id " + WEB + " belongs to another key: make a new key");
    assertThat(clients.hostname(WEB)).contains("srv-web01");
  }

  @Test
  void aChangedHostnameIsAudited() {
    clients.connected(WEB, "10.0.0.1", Duration.ZERO, facts("srv-dc01"));
    List<AuditRow> rows = database.read(tx -> audit.page(tx, Long.MAX_VALUE, 1));
    assertThat(rows)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.action()).isEqualTo("client.rename");
              assertThat(row.before()).isEqualTo("\"srv-web01\"");
              assertThat(row.after()).isEqualTo("\"srv-dc01\"");
            });
  }

  @Test
  void aProtectedLabelNeedsTheRightItGrants() {
    assertThatThrownBy(
            () -> clients.changeLabels(ANALYST, List.of(WEB), Set.of("test", "web"), Set.of()))
        .hasMessage("user:anna may not change the protected label \"test\": that needs EXECVE");
    assertThat(clients.labels(WEB)).isEmpty();
    clients.addGuard(
        label -> label.equals("web") ? Set.of(Permission.CLIENT_MONITORING) : Set.<Permission>of());
    assertThatThrownBy(() -> clients.changeLabels(ANALYST, List.of(WEB), Set.of("web"), Set.of()))
        .hasMessageContaining("CLIENT_MONITORING");
  }

  @Test
  void labelChangesAreAllOrNothingAndHeard() {
    List<Set<ClientId>> heard = new ArrayList<>();
    clients.addListener(heard::add);
    ClientId unknown = new ClientId("C.ffffffffffffffff");
    assertThatThrownBy(
            () -> clients.changeLabels(ANALYST, List.of(WEB, unknown), Set.of("a"), Set.of()))
        .hasMessage("client " + unknown + " is not enrolled");
    assertThat(clients.labels(WEB)).isEmpty();
    assertThat(heard).isEmpty();
    clients.changeLabels(ANALYST, List.of(WEB, DC), Set.of("a", "b"), Set.of());
    clients.changeLabels(ANALYST, List.of(WEB), Set.of(), Set.of("b"));
    assertThat(clients.labels(WEB)).containsExactly("a");
    assertThat(clients.labelCounts(ANALYST)).containsEntry("a", 2).containsEntry("b", 1);
    assertThat(heard).containsExactly(Set.of(WEB, DC), Set.of(WEB));
  }

  @Test
  void badLabelsAndMissingRightsAreRefused() {
    assertThatThrownBy(() -> clients.changeLabels(ANALYST, List.of(WEB), Set.of("<b>"), Set.of()))
        .hasMessageContaining("label \"<b>\" must begin with a letter or digit");
    assertThatThrownBy(() -> clients.changeLabels(NOBODY, List.of(WEB), Set.of("a"), Set.of()))
        .hasMessage("user:eve may not change labels: that needs LABEL_CLIENT");
    assertThatThrownBy(() -> clients.find(NOBODY, ClientSearch.all()))
        .hasMessage("user:eve may not read clients: that needs READ_RESULTS");
  }
}
