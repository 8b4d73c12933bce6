package dev.spoor.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.delivery.Delivery;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.query.QueryOutcome;
import dev.spoor.server.query.QueryRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What VQL on the server can ask and do besides stored rows: clients, labels, deliveries.
class ServerVqlTest {
  private static final Principal.User ADA =
      new Principal.User(7, "ada", "analyst", Set.of(Permission.QUERY, Permission.READ_RESULTS));

  @TempDir private Path data;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(data);
    server.enrol(TestServer.DC01, "dc01");
    server.enrol(TestServer.WEB02, "web02");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String forbidden(Principal principal, String vql) throws Exception {
    QueryOutcome outcome = server.run(QueryRequest.of(principal, vql), new ArrayList<>());
    assertThat(outcome.end()).as(vql).isInstanceOf(QueryOutcome.End.Failed.class);
    QueryOutcome.End.Failed failed = (QueryOutcome.End.Failed) outcome.end();
    assertThat(failed.code().name()).as(vql).isEqualTo("FORBIDDEN");
    assertThat(failed.problems()).as(vql).isNotEmpty();
    return failed.message();
  }

  @Test
  void clientsHasTheColumnsThatQueriesExpect() throws Exception {
    assertThat(
            server.query(
                ADA,
                "SELECT client_id, os_info.system AS System, os_info.hostname AS Host,"
                    + " agent_information.version AS Version, labels,"
                    + " timestamp(epoch=first_seen_at) < now() + 60 AS First,"
                    + " timestamp(epoch=last_seen_at) > now() - 3600 AS Last,"
                    + " connected FROM clients()"))
        .containsExactly(
            "{\"client_id\":\"C.00000000000000d1\",\"System\":\"linux\",\"Host\":\"dc01\","
                + "\"Version\":\"0.1.0\",\"labels\":[],\"First\":true,\"Last\":true,"
                + "\"connected\":false}",
            "{\"client_id\":\"C.00000000000000e2\",\"System\":\"linux\",\"Host\":\"web02\","
                + "\"Version\":\"0.1.0\",\"labels\":[],\"First\":true,\"Last\":true,"
                + "\"connected\":false}");
  }

  @Test
  void clientsCanBeSearchedAndPaged() throws Exception {
    server.clients.changeLabels(
        TestServer.ROOT, List.of(TestServer.DC01), Set.of("tier0"), Set.of());
    String columns = "SELECT os_info.hostname AS H FROM clients(";
    assertThat(server.query(columns + "search='label:tier0')")).containsExactly("{\"H\":\"dc01\"}");
    assertThat(server.query(columns + "search='label:none')")).containsExactly("{\"H\":\"web02\"}");
    assertThat(server.query(columns + "search='host:WEB os:linux')"))
        .containsExactly("{\"H\":\"web02\"}");
    assertThat(server.query(columns + "search='host:tier0')")).isEmpty();
    assertThat(server.query(columns + "start=1)")).containsExactly("{\"H\":\"web02\"}");
    assertThat(server.query(columns + "`limit`=1)")).containsExactly("{\"H\":\"dc01\"}");
    assertThat(server.query(columns + "count=1, start=1)")).containsExactly("{\"H\":\"web02\"}");
    assertThat(server.query(columns + "client_id='C.00000000000000e2')"))
        .containsExactly("{\"H\":\"web02\"}");
    assertThat(server.query(columns + "client_id='../../etc/passwd')")).isEmpty();
  }

  @Test
  void clientInfoKnowsOneClientAndNullTheOthers() throws Exception {
    assertThat(
            server.query(
                ADA,
                "SELECT client_info(client_id='C.00000000000000d1').os_info.fqdn AS A,"
                    + " client_info(client_id='C.0000000000000000') AS B,"
                    + " client_info(client_id='no id') AS C, whoami() AS Me FROM scope()"))
        .containsExactly("{\"A\":\"dc01\",\"B\":null,\"C\":null,\"Me\":\"ada\"}");
  }

  @Test
  void labelChangesLabelsAndIsAudited() throws Exception {
    String call = "label(client_id='C.00000000000000d1', labels=";
    assertThat(
            server.query(
                "SELECT "
                    + call
                    + "['a', 'b']) AS A, "
                    + call
                    + "'a', op='remove') AS B, "
                    + call
                    + "'b', op='check') AS C FROM scope()"))
        .containsExactly("{\"A\":[\"a\",\"b\"],\"B\":[\"b\"],\"C\":true}");
    assertThat(server.clients.labels(TestServer.DC01)).containsExactly("b");
    assertThat(actions()).contains("client.label");
  }

  private List<String> actions() {
    return server.database.read(
        tx ->
            server.audit.page(tx, Long.MAX_VALUE, 100).stream().map(row -> row.action()).toList());
  }

  /// CVE-2026-78411: a right to look is not a right to change.
  @Test
  void labelNeedsTheRightToLabel() throws Exception {
    assertThat(
            forbidden(ADA, "SELECT label(client_id='C.00000000000000d1', labels='x') FROM scope()"))
        .contains("LABEL_CLIENT");
    assertThat(server.clients.labels(TestServer.DC01)).isEmpty();
  }

  @Test
  void aProtectedLabelNeedsWhatItGrantsInVqlToo() throws Exception {
    Principal labeller =
        new Principal.User(
            8,
            "leo",
            "analyst",
            Set.of(Permission.QUERY, Permission.READ_RESULTS, Permission.LABEL_CLIENT));
    assertThat(
            server.query(
                labeller,
                "SELECT label(client_id='C.00000000000000d1', labels='test') AS L FROM scope()"))
        .containsExactly("{\"L\":null}");
    assertThat(server.clients.labels(TestServer.DC01)).isEmpty();
  }

  @Test
  void deliverQueuesARedactedMessageOnceAndIsAudited() throws Exception {
    server.target("slack");
    String vql =
        "SELECT deliver(target='slack', text='schtasks /u adm /p geheim99',"
            + " event=dict(CommandLine='x --password geheim99')) AS D FROM scope()";
    String first = server.query(vql).getFirst();
    assertThat(first).startsWith("{\"D\":\"D.");
    assertThat(server.query(vql)).containsExactly(first);
    List<Delivery> queued =
        server.deliveries.page(TestServer.ROOT, null, Instant.now().plusSeconds(60), 10);
    assertThat(queued).hasSize(1);
    assertThat(queued.getFirst().toString())
        .contains("[hidden]")
        .doesNotContain("geheim99")
        .doesNotContain("very-secret");
    assertThat(actions()).contains("delivery.queue");
  }

  /// CVE-2026-18348: what leaves the server needs a right of its own.
  @Test
  void aReaderCannotDeliver() throws Exception {
    server.target("slack");
    for (String vql :
        List.of(
            "SELECT deliver(target='slack', text='x') FROM scope()",
            "SELECT * FROM scope() WHERE NOT deliver(target='slack', text='x')",
            "SELECT * FROM query(query=\"SELECT deliver(target='slack', text='x') FROM scope()\")",
            "SELECT eval(func=\"x=>deliver(target='slack', text='x')\") FROM scope()",
            "SELECT atexit(query={SELECT * FROM scope()}), deliver(target='slack', text='x')"
                + " FROM scope()",
            "SELECT * FROM Artifact.Server.Alerts.ProcessCreation(WebhookTarget='slack')")) {
      assertThat(forbidden(ADA, vql)).contains("DELIVER");
    }
    server.query(
        ADA,
        "SELECT atexit(query={SELECT deliver(target='slack', text='x') FROM scope()}) FROM"
            + " scope()");
    assertThat(server.deliveries.counts(TestServer.ROOT)).isEmpty();
  }

  @Test
  void aTargetThatIsNotThereCostsOnlyItsMessage() throws Exception {
    assertThat(
            server.query("SELECT deliver(target='nowhere', text='x') AS D, 1 AS One FROM scope()"))
        .containsExactly("{\"D\":null,\"One\":1}");
  }

  @Test
  void rowsOfSourceCanBeCountedOffAndReadInBatches() throws Exception {
    var stream = server.stream(TestServer.DC01, "Linux.Detection.ProcessCreation");
    server.send(stream, 1, 1, "{\"N\":1}", "{\"N\":2}", "{\"N\":3}", "{\"N\":4}", "{\"N\":5}");
    String of = "(artifact='Linux.Detection.ProcessCreation'";
    assertThat(server.query("SELECT N FROM source" + of + ", start_row=1, count=2)"))
        .containsExactly("{\"N\":2}", "{\"N\":3}");
    assertThat(server.query("SELECT N FROM source" + of + ", count=3) WHERE N > 1"))
        .containsExactly("{\"N\":2}", "{\"N\":3}");
    assertThat(
            server.query(
                "LET ArtifactName = 'Linux.Detection.ProcessCreation'"
                    + " SELECT N FROM source() WHERE N = 5"))
        .containsExactly("{\"N\":5}");
    assertThat(
            server.query(
                "SELECT count() AS C, sum(item=S) AS S FROM parallelize"
                    + of
                    + ", batch=2, workers=3, query={SELECT sum(item=N) AS S FROM source()"
                    + " GROUP BY 1}) GROUP BY 1"))
        .containsExactly("{\"C\":3,\"S\":15}");
  }

  @Test
  void everyBuiltInCanBeCalled() {
    for (Artifact artifact : server.artifacts.definitions()) {
      assertThat(server.queries.catalog().plugin("Artifact." + artifact.name()))
          .as(artifact.name())
          .isNotNull();
    }
  }
}
