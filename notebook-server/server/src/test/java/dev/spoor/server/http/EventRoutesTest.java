package dev.spoor.server.http;

import static dev.spoor.server.event.TestEvents.DC01;
import static dev.spoor.server.event.TestEvents.PROCESSES;
import static dev.spoor.server.event.TestEvents.SECOND;
import static dev.spoor.server.event.TestEvents.TEN;
import static dev.spoor.server.event.TestEvents.WS17;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.access.Role;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.TestEvents;
import dev.spoor.server.event.lucene.LuceneEventStore;
import dev.spoor.server.event.lucene.LuceneStoreConfig;
import dev.spoor.server.http.event.EventExportRoutes;
import dev.spoor.server.http.event.EventRoutes;
import dev.spoor.server.query.QuerySessions;
import dev.spoor.server.query.explore.EventExplorer;
import dev.spoor.vql.Vql;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
final class EventRoutesTest {
  private static final Map<String, String> DAY =
      Map.of("kind", "absolute", "from", "2026-09-21T00:00:00Z", "to", "2026-09-22T00:00:00Z");

  @TempDir Path folder;
  private EventStore store;
  private final AtomicReference<@Nullable QuerySessions> queries = new AtomicReference<>();
  private TestFront front;
  private TestFront.Browser browser;
  private long lsn;

  @BeforeEach
  void start() throws Exception {
    store = LuceneEventStore.open(LuceneStoreConfig.in(folder.resolve("events")));
    front =
        new TestFront(
            folder,
            HttpConfig.local(0),
            Optional.empty(),
            started -> {
              QuerySessions made =
                  new QuerySessions(
                      Vql.pureCatalog(), store, started.clients, () -> started.now, 2);
              made.start();
              queries.set(made);
              EventExplorer explorer =
                  new EventExplorer(
                      made,
                      store,
                      started.clients,
                      started.database,
                      started.audit,
                      () -> started.now);
              return List.of(new EventRoutes(explorer), new EventExportRoutes(explorer));
            });
    browser = front.loggedIn(Role.ANALYST);
    browser.look();
  }

  @AfterEach
  void stop() {
    front.close();
    Objects.requireNonNull(queries.get()).close();
    store.close();
  }

  private void processes(int count) {
    for (int i = 0; i < count; i++) {
      String row =
          "{\"EventData\":{\"CommandLine\":\"cmd /s %d\",\"User\":\"%s\",\"ProcessId\":%d}}"
              .formatted(i, i % 3 == 0 ? "SYSTEM" : "k.lund", i);
      // three rows in each second, so that pages end within rows of one time
      store.append(
          TestEvents.batch(lsn++, TEN + i / 3 * SECOND, i % 5 == 0 ? DC01 : WS17, PROCESSES, row));
    }
    TestEvents.awaitVisible(store, lsn);
  }

  private Map<String, Object> question(String condition) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("condition", condition);
    body.put("range", DAY);
    return body;
  }

  private List<JsonNode> lines(String path, Object body) throws Exception {
    HttpResponse<String> answer = browser.post(path, TestFront.JSON.writeValueAsString(body));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    List<JsonNode> lines = new ArrayList<>();
    answer.body().lines().forEach(line -> lines.add(TestFront.JSON.readTree(line)));
    assertThat(lines.getLast().get("$end").get("complete").booleanValue()).isTrue();
    return lines;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pagesTileTheRowsAlsoWithinOneTime(boolean oldestFirst) throws Exception {
    processes(40);
    List<Integer> seen = new ArrayList<>();
    JsonNode anchor = null;
    for (int offset = 0; offset < 40; offset += 7) {
      Map<String, Object> body = question("EventData.CommandLine =~ 'CMD'");
      body.put("offset", offset);
      body.put("limit", 7);
      body.put("oldestFirst", oldestFirst);
      body.put("columns", List.of(List.of("EventData", "ProcessId")));
      if (anchor != null) {
        body.put("anchor", anchor);
      }
      JsonNode page = lines("/api/v1/events/rows", body).getFirst();
      page.get("rows").forEach(row -> seen.add(row.get(0).intValue()));
      anchor = page.get("anchor");
      assertThat(page.get("more").booleanValue()).isEqualTo(offset + 7 < 40);
    }
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      expected.add(oldestFirst ? i : 39 - i);
    }
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void pageSaysItsColumnsAndWhatMatched() throws Exception {
    processes(3);
    JsonNode page =
        lines("/api/v1/events/rows", question("EventData.CommandLine =~ '/s'")).getFirst();
    assertThat(page.get("columns").valueStream().map(c -> c.get("name").stringValue()))
        .containsExactly(
            "_EventTime",
            "_Source",
            "Hostname",
            "EventData.User",
            "EventData.CommandLine",
            "EventData.ProcessId");
    assertThat(page.get("shown").intValue()).isEqualTo(5);
    assertThat(page.get("counted").get(2).toString()).isEqualTo("[\"EventData\",\"User\"]");
    assertThat(page.get("marks").get(0).toString()).isEqualTo("[[4,4,6]]");
  }

  /// The first condition is decided by the store, the second only by the evaluator.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "EventData.User = 'SYSTEM'",
        "lowcase(string=EventData.User) = 'system' -- whoever"
      })
  void summaryCountsByTimeValueAndClient(String condition) throws Exception {
    processes(30);
    Map<String, Object> body = question(condition);
    body.put(
        "range",
        Map.of("kind", "absolute", "from", "2026-09-21T10:00:00Z", "to", "2026-09-21T10:00:10Z"));
    body.put("bins", 10);
    body.put("facets", List.of(List.of("EventData", "User"), List.of("Hostname")));
    List<JsonNode> lines = lines("/api/v1/events/summary", body);
    JsonNode background =
        lines.stream().filter(line -> line.has("background")).toList().getLast().get("background");
    assertThat(background.get("rows").longValue()).isEqualTo(30);
    JsonNode matches = lines.get(lines.size() - 2).get("matches");
    assertThat(matches.get("rows").longValue()).isEqualTo(10);
    assertThat(matches.get("exact").booleanValue()).isTrue();
    assertThat(matches.get("bins").toString()).isEqualTo("[1,1,1,1,1,1,1,1,1,1]");
    assertThat(matches.get("clients").intValue()).isEqualTo(2);
    assertThat(matches.get("facets").get(0).get("top").toString())
        .isEqualTo("[{\"rows\":10,\"value\":\"SYSTEM\"}]");
    assertThat(matches.get("facets").get(1).get("distinct").intValue()).isEqualTo(2);
  }

  /// Another query inside the condition counts nothing of its own.
  @Test
  void innerQueryOfTheConditionIsNotCounted() throws Exception {
    processes(9);
    Map<String, Object> body = question("len(list={ SELECT 1 FROM events() }) = 9");
    List<JsonNode> lines = lines("/api/v1/events/summary", body);
    assertThat(lines.get(lines.size() - 2).get("matches").get("rows").longValue()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hostname = ",
        "Hostname = 'a' LIMIT 5",
        "Hostname = 'a' GROUP BY Hostname",
        "TRUE) OR (TRUE",
        "TRUE SELECT * FROM events()",
        "TRUE LET x = 1",
      })
  void onlyAConditionIsAccepted(String condition) throws Exception {
    HttpResponse<String> answer =
        browser.post("/api/v1/events/rows", TestFront.JSON.writeValueAsString(question(condition)));
    TestFront.assertProblem(answer, 400, "INVALID_QUERY");
    JsonNode issue = TestFront.JSON.readTree(answer.body()).get("issues").get(0);
    assertThat(issue.get("line").intValue()).isEqualTo(1);
    assertThat(issue.get("column").intValue()).isBetween(1, condition.length() + 1);
  }

  @Test
  void rowComesWholeAndALongValueByPieces() throws Exception {
    String longText = "x".repeat(100_000);
    store.append(
        TestEvents.batch(
            lsn++, TEN, DC01, PROCESSES, "{\"EventData\":{\"CommandLine\":\"" + longText + "\"}}"));
    TestEvents.awaitVisible(store, lsn);
    JsonNode page = lines("/api/v1/events/rows", question("")).getFirst();
    assertThat(page.get("rows").get(0).get(3).get("$cut").get("length").intValue())
        .isEqualTo(100_000);
    JsonNode row = lines("/api/v1/events/row", question("")).getFirst();
    assertThat(row.get("_EventId").stringValue()).startsWith(DC01.value());
    Map<String, Object> body = question("");
    body.put("path", List.of("EventData", "CommandLine"));
    body.put("textOffset", 65_536);
    JsonNode piece = lines("/api/v1/events/value", body).getFirst();
    assertThat(piece.get("text").stringValue()).hasSize(100_000 - 65_536);
  }

  @Test
  void valueSeenOnOneClientIsRare() throws Exception {
    processes(10);
    JsonNode seen =
        TestFront.JSON.readTree(
            browser
                .post(
                    "/api/v1/events/seen",
                    "{\"path\":[\"EventData\",\"CommandLine\"],\"value\":\"cmd /s 5\",\"days\":90}")
                .body());
    assertThat(seen.get("clients").intValue()).isEqualTo(1);
    assertThat(seen.get("rows").longValue()).isEqualTo(1);
    assertThat(seen.get("exact").booleanValue()).isTrue();
    assertThat(seen.get("first").stringValue()).isEqualTo("2026-09-21T10:00:01Z");
  }

  @Test
  void readerMayNotRunConditions() throws Exception {
    browser = front.loggedIn(Role.READER);
    browser.look();
    TestFront.assertProblem(browser.post("/api/v1/events/rows", "{}"), 403, "FORBIDDEN");
  }

  private String export(String condition, String format) throws Exception {
    Map<String, Object> body = question(condition);
    body.put("format", format);
    JsonNode ticket =
        TestFront.JSON.readTree(
            browser.post("/api/v1/events/exports", TestFront.JSON.writeValueAsString(body)).body());
    HttpResponse<String> file = browser.get(ticket.get("url").stringValue());
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment; filename=\"spoor-events-");
    assertThat(file.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    TestFront.assertProblem(browser.get(ticket.get("url").stringValue()), 404, "NOT_FOUND");
    return file.body();
  }

  @Test
  void csvHoldsTheWholeRangeWithAllColumnsAndNoFormula() throws Exception {
    processes(1_200);
    store.append(
        TestEvents.batch(
            lsn++,
            TEN + 3_000 * SECOND,
            DC01,
            PROCESSES,
            "{\"EventData\":{\"CommandLine\":\"=cmd|' /C calc'!A0\",\"Odd\":{\"deep\":[1,2]}}}"));
    TestEvents.awaitVisible(store, lsn);
    List<String> lines = export("", "csv").lines().toList();
    assertThat(lines).hasSize(1_202);
    List<String> head = List.of(lines.getFirst().split(","));
    assertThat(head)
        .startsWith("_EventTime", "_Source", "Hostname", "ClientId")
        .contains("EventData.CommandLine", "EventData.User", "EventData.Odd.deep", "_Rest");
    assertThat(lines.getLast())
        .contains("'=cmd|' /C calc'!A0")
        .contains("\"[1,2]\"")
        .doesNotContain(",=cmd");
    assertThat(lines.stream().filter(line -> line.contains("cmd /s")).count()).isEqualTo(1_200);
  }

  @Test
  void jsonLinesEndWithWhatTheyHold() throws Exception {
    processes(20);
    List<String> lines = export("EventData.User = 'SYSTEM'", "jsonl").lines().toList();
    assertThat(lines).hasSize(8);
    assertThat(TestFront.JSON.readTree(lines.getLast()).get("$end").get("rows").intValue())
        .isEqualTo(7);
    assertThat(TestFront.JSON.readTree(lines.getFirst()).get("EventData").get("CommandLine"))
        .isNotNull();
    JsonNode audit =
        TestFront.JSON.readTree(front.loggedIn(Role.ADMINISTRATOR).get("/api/v1/audit").body());
    assertThat(audit.toString()).contains("events.export").contains("EventData.User = 'SYSTEM'");
  }
}
