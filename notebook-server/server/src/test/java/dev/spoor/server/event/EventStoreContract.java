package dev.spoor.server.event;

import static dev.spoor.server.event.TestEvents.ALERTS;
import static dev.spoor.server.event.TestEvents.DC01;
import static dev.spoor.server.event.TestEvents.PROCESSES;
import static dev.spoor.server.event.TestEvents.SECOND;
import static dev.spoor.server.event.TestEvents.SERVER;
import static dev.spoor.server.event.TestEvents.TEN;
import static dev.spoor.server.event.TestEvents.WS17;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.spoor.server.event.EventPredicate.Equal;
import dev.spoor.server.event.EventPredicate.In;
import dev.spoor.server.event.EventPredicate.Matches;
import dev.spoor.server.event.EventPredicate.Not;
import dev.spoor.server.event.EventPredicate.Opaque;
import dev.spoor.server.event.EventPredicate.Present;
import dev.spoor.server.event.EventPredicate.Range;
import dev.spoor.server.identity.ClientId;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every event store promises. Each test runs with the rows still open and, where a store has
/// such a thing, after they were sealed: see [#settle].
public abstract class EventStoreContract {
  protected EventStore store = new InMemoryEventStore();
  private long nextLsn;

  protected abstract EventStore open();

  /// Brings the store into the state in which this class is to test its reading.
  protected abstract void settle(EventStore store);

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private void append(ClientId client, String artifact, String... rows) {
    appendAt(TEN + nextLsn * SECOND, client, artifact, rows);
  }

  private void appendAt(long time, ClientId client, String artifact, String... rows) {
    store.append(TestEvents.batch(nextLsn, time, client, artifact, rows));
    nextLsn += rows.length;
  }

  private List<Event> find(EventSearch search) {
    TestEvents.awaitVisible(store, nextLsn);
    settle(store);
    return read(search);
  }

  private List<Event> read(EventSearch search) {
    List<Event> found = new ArrayList<>();
    try (EventStream events = store.find(search)) {
      for (Event event = events.next(); event != null; event = events.next()) {
        found.add(event);
      }
    }
    return found;
  }

  private List<@Nullable Object> column(String name, EventPredicate predicate) {
    List<@Nullable Object> values =
        values(name, EventSearch.of(PROCESSES).withPredicate(predicate));
    values.sort((a, b) -> String.valueOf(a).compareTo(String.valueOf(b)));
    return values;
  }

  private List<@Nullable Object> values(String name, EventSearch search) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Event event : find(search)) {
      values.add(event.get(name));
    }
    return values;
  }

  private static VqlString text(String value) {
    return VqlString.of(value);
  }

  private static List<String> path(String... names) {
    return List.of(names);
  }

  @Test
  void rowComesBackWithItsEnvelope() {
    append(
        DC01, PROCESSES, "{\"Pid\":4711,\"EventData\":{\"CommandLine\":\"schtasks /ru system\"}}");
    Event event = find(EventSearch.of(PROCESSES)).getFirst();
    assertThat(event.columns())
        .containsExactly(
            "Pid",
            "EventData",
            "ClientId",
            "Hostname",
            "_ts",
            "_EventTime",
            "_TimeFrom",
            "_Source",
            "_Writer",
            "_ArtifactVersion",
            "_EventId");
    assertThat(event.get("Pid")).isEqualTo(4711L);
    assertThat(event.path(path("EventData", "CommandLine"))).isEqualTo(text("schtasks /ru system"));
    assertThat(event.get("ClientId")).isEqualTo(text(DC01.value()));
    assertThat(event.get("Hostname")).isEqualTo(text("srv_dc01"));
    assertThat(event.get("_ts")).isEqualTo(TEN / SECOND);
    assertThat(event.get("_EventTime")).isEqualTo(Instant.parse("2026-09-21T10:00:00Z"));
    assertThat(event.get("_TimeFrom")).isEqualTo(text("agent"));
    assertThat(event.get("_Source")).isEqualTo(text(PROCESSES));
    assertThat(event.get("_ArtifactVersion")).isEqualTo(3L);
    assertThat(event.id()).isEqualTo(new EventId(DC01, 0x5eed, 7, 100));
    assertThat(event.get("_EventId")).isEqualTo(text("C.00000000000000d1.0000000000005eed.7.100"));
    assertThat(EventId.parse(event.id().toString())).contains(event.id());
  }

  @Test
  void valuesKeepTheirTypesAndTheirOrder() {
    append(
        DC01,
        PROCESSES,
        "{\"z\":1,\"a\":\"\\u0000<img onerror>\\\\\\n\",\"n\":null,\"t\":true,\"f\":false,"
            + "\"d\":1.5,\"big\":18446744073709551615,\"neg\":-9223372036854775808,\"e\":1e3,"
            + "\"when\":\"2026-09-21T10:00:00.5Z\",\"l\":[1,\"2\",[null,{\"k\":[]}]],\"o\":{},"
            + "\"é\\\"\":\"ä\"}");
    Event event = find(EventSearch.of(PROCESSES)).getFirst();
    assertThat(event.columns())
        .startsWith("z", "a", "n", "t", "f", "d", "big", "neg", "e", "when", "l", "o", "é\"");
    assertThat(event.get("a")).isEqualTo(text("\0<img onerror>\\\n"));
    assertThat(event.get("n")).isNull();
    assertThat(event.get("t")).isEqualTo(true);
    assertThat(event.get("f")).isEqualTo(false);
    assertThat(event.get("d")).isEqualTo(1.5);
    assertThat(event.get("big")).isEqualTo(18446744073709551615.0);
    assertThat(event.get("neg")).isEqualTo(Long.MIN_VALUE);
    assertThat(event.get("e")).isEqualTo(1000.0);
    assertThat(event.get("when")).isEqualTo(Instant.parse("2026-09-21T10:00:00.500Z"));
    assertThat(event.get("l"))
        .isEqualTo(List.of(1L, text("2"), Arrays.asList(null, new Dict().with("k", List.of()))));
    assertThat(event.get("o")).isEqualTo(new Dict());
    assertThat(event.get("é\"")).isEqualTo(text("ä"));
  }

  @Test
  void envelopeWinsOverWhatAClientClaims() {
    append(
        DC01,
        PROCESSES,
        "{\"ClientId\":\"C.0000000000000017\",\"Hostname\":\"ws-0017\",\"_ts\":1,"
            + "\"_EventTime\":2,\"_Source\":\"x\",\"_Writer\":\"y\",\"_EventId\":\"z\"}",
        "{\"ClientId\":\"C.00000000000000d1\",\"Hostname\":\"SRV_DC01\"}");
    List<Event> events = find(EventSearch.of(PROCESSES));
    Event framed = events.getFirst();
    assertThat(framed.get("ClientId")).isEqualTo(text(DC01.value()));
    assertThat(framed.get("_ClientIdIgnored")).isEqualTo(true);
    assertThat(framed.get("Hostname")).isEqualTo(text("ws-0017"));
    assertThat(framed.get("_HostnameDiffers")).isEqualTo(true);
    assertThat(framed.get("_ts")).isEqualTo(TEN / SECOND);
    assertThat(framed.get("_Source")).isEqualTo(text(PROCESSES));
    assertThat(framed.get("_Writer")).isEqualTo(text(DC01.value()));
    assertThat(framed.subject()).isEqualTo(DC01);
    Event honest = events.get(1);
    assertThat(honest.has("_ClientIdIgnored")).isFalse();
    assertThat(honest.has("_HostnameDiffers")).isFalse();
    assertThat(find(EventSearch.of(PROCESSES).withClients(Set.of(WS17)))).isEmpty();
    assertThat(column("_ts", new Equal(path("ClientId"), text(DC01.value())))).hasSize(2);
    assertThat(column("_ts", new Equal(path("Hostname"), text("ws-0017")))).hasSize(1);
  }

  @Test
  void rowsOfTheServerAreAboutTheirOwnClient() {
    append(
        SERVER,
        ALERTS,
        "{\"ClientId\":\"C.00000000000000d1\",\"Hostname\":\"srv_dc01\"}",
        "{\"ClientId\":\"nobody\"}",
        "{}");
    Event alert = find(EventSearch.of(ALERTS).withClients(Set.of(DC01))).getFirst();
    assertThat(alert.get("ClientId")).isEqualTo(text(DC01.value()));
    assertThat(alert.get("Hostname")).isEqualTo(text("srv_dc01"));
    assertThat(alert.get("_Writer")).isEqualTo(text("server"));
    assertThat(alert.has("_HostnameDiffers")).isFalse();
    assertThat(find(EventSearch.of(ALERTS).withClients(Set.of(SERVER)))).hasSize(2);
    assertThat(find(EventSearch.of(ALERTS).withClients(Set.of()))).isEmpty();
    EventPredicate byClient = new Equal(path("ClientId"), text(DC01.value()));
    assertThat(find(EventSearch.of(ALERTS).withPredicate(byClient))).hasSize(1);
    EventPredicate nobody = new Equal(path("ClientId"), text("nobody"));
    assertThat(find(EventSearch.of(ALERTS).withPredicate(nobody))).hasSize(1);
    EventPredicate none = new Equal(path("ClientId"), text("server"));
    assertThat(find(EventSearch.of(ALERTS).withPredicate(none))).hasSize(1);
  }

  @Test
  void artifactClientsAndTimesChoose() {
    append(DC01, PROCESSES, "{\"n\":0}", "{\"n\":1}");
    append(WS17, PROCESSES, "{\"n\":2}");
    append(WS17, PROCESSES + "/Late", "{\"n\":3}");
    List<AcceptedRow> late = List.of(TestEvents.row("{\"n\":4}", TEN - 7200 * SECOND));
    store.append(TestEvents.batch(nextLsn++, TEN + 4 * SECOND, DC01, PROCESSES, late));
    List<AcceptedRow> ahead = List.of(TestEvents.row("{\"n\":5}", TEN + 900 * SECOND));
    store.append(TestEvents.batch(nextLsn++, TEN + 5 * SECOND, DC01, PROCESSES, ahead));
    assertThat(numbers(EventSearch.all())).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(numbers(EventSearch.of(PROCESSES))).containsExactlyInAnyOrder(0L, 1L, 2L, 4L, 5L);
    assertThat(numbers(EventSearch.of(PROCESSES + "/Late"))).containsExactly(3L);
    assertThat(numbers(EventSearch.of(PROCESSES, PROCESSES + "/Late").withClients(Set.of(WS17))))
        .containsExactlyInAnyOrder(2L, 3L);
    assertThat(numbers(EventSearch.of("Absent"))).isEmpty();
    TimeRange old = new TimeRange(TEN - 7200 * SECOND, TEN);
    assertThat(numbers(EventSearch.all().withEventTime(old))).containsExactly(4L);
    TimeRange four = new TimeRange(TEN + 3 * SECOND, TEN + 5 * SECOND);
    assertThat(numbers(EventSearch.all().withIngestTime(four))).containsExactlyInAnyOrder(3L, 4L);
    assertThat(numbers(EventSearch.all().withLsnBound(2))).containsExactlyInAnyOrder(0L, 1L);
    Event future = find(EventSearch.all().withPredicate(new Equal(path("n"), 5L))).getFirst();
    assertThat(future.get("_TimeAhead")).isEqualTo(true);
  }

  private List<@Nullable Object> numbers(EventSearch search) {
    return values("n", search);
  }

  @Test
  void equalityFollowsTheLanguage() {
    append(
        DC01,
        PROCESSES,
        "{\"n\":0,\"x\":5}",
        "{\"n\":1,\"x\":5.0}",
        "{\"n\":2,\"x\":\"5\"}",
        "{\"n\":3,\"x\":[5]}",
        "{\"n\":4,\"x\":null}",
        "{\"n\":5}",
        "{\"n\":6,\"x\":true}",
        "{\"n\":7,\"x\":1}",
        "{\"n\":8,\"x\":\"2026-09-21T10:00:00Z\"}",
        "{\"n\":9,\"x\":\"2026-09-21T12:00:00+02:00\"}",
        "{\"n\":10,\"x\":{\"y\":\"C:\\\\Perflog\\\\m.exe\"}}",
        "{\"n\":11,\"x\":[{\"y\":\"C:\\\\Perflog\\\\m.exe\"}]}",
        "{\"n\":12,\"x\":\"C:\\\\Perflog\\\\m.exe\"}",
        "{\"n\":13,\"x\":5.5}");
    assertThat(column("n", new Equal(path("x"), 5L))).containsExactly(0L, 1L);
    assertThat(column("n", new Equal(path("x"), 5.0))).containsExactly(0L, 1L);
    assertThat(column("n", new Equal(path("x"), 5.5))).containsExactly(13L);
    assertThat(column("n", new Equal(path("x"), text("5")))).containsExactly(2L);
    assertThat(column("n", new Equal(path("x"), List.of(5L)))).containsExactly(3L);
    assertThat(column("n", new Equal(path("x"), null))).containsExactly(4L, 5L);
    assertThat(column("n", new Equal(path("x"), true))).containsExactly(6L, 7L);
    assertThat(column("n", new Equal(path("x"), 1L))).containsExactly(6L, 7L);
    assertThat(column("n", new Equal(path("x"), Instant.parse("2026-09-21T10:00:00Z"))))
        .containsExactly(8L, 9L);
    assertThat(column("n", new Equal(path("x"), TEN / SECOND))).containsExactly(8L, 9L);
    assertThat(column("n", new Equal(path("x", "y"), text("C:\\Perflog\\m.exe"))))
        .containsExactly(10L);
    assertThat(column("n", new Equal(path("x", "y"), List.of(text("C:\\Perflog\\m.exe")))))
        .containsExactly(11L);
    assertThat(column("n", new Equal(path("x"), text("C:\\Perflog\\m.exe")))).containsExactly(12L);
    Dict dict = new Dict().with("y", "C:\\Perflog\\m.exe");
    assertThat(column("n", new Equal(path("x"), dict))).containsExactly(10L);
    assertThat(column("n", new Equal(path("absent"), text("5")))).isEmpty();
    assertThat(column("n", new In(path("x"), Arrays.asList(text("5"), 5.5, null))))
        .containsExactly(13L, 2L, 4L, 5L);
    assertThat(column("n", new In(path("x"), List.of()))).isEmpty();
  }

  @Test
  void conditionsCombine() {
    append(
        DC01,
        PROCESSES,
        "{\"n\":0,\"a\":\"x\",\"b\":1}",
        "{\"n\":1,\"a\":\"x\",\"b\":2}",
        "{\"n\":2,\"a\":\"y\",\"b\":1}",
        "{\"n\":3,\"b\":0}");
    EventPredicate x = new Equal(path("a"), text("x"));
    EventPredicate one = new Equal(path("b"), 1L);
    assertThat(column("n", EventPredicate.and(x, one))).containsExactly(0L);
    assertThat(column("n", EventPredicate.or(x, one))).containsExactly(0L, 1L, 2L);
    assertThat(column("n", new Not(x))).containsExactly(2L, 3L);
    assertThat(column("n", new Present(path("a")))).containsExactly(0L, 1L, 2L);
    assertThat(column("n", new Present(path("b")))).containsExactly(0L, 1L, 2L);
    assertThat(column("n", new Not(new Present(path("a"))))).containsExactly(3L);
    assertThat(column("n", new Range(path("b"), 1L, true, null, true))).containsExactly(0L, 1L, 2L);
    assertThat(column("n", new Range(path("b"), 1L, false, 2.0, true))).containsExactly(1L);
    assertThat(column("n", new Range(path("a"), text("x"), false, null, true))).containsExactly(2L);
  }

  @Test
  void patternsDecideStringsAndLetTheRestPass() {
    append(
        DC01,
        PROCESSES,
        "{\"n\":0,\"a\":\"schtasks /RU system\"}",
        "{\"n\":1,\"a\":\"ps aux\"}",
        "{\"n\":2,\"a\":[\"x\",\"/ru\"]}",
        "{\"n\":3,\"a\":[\"x\"]}",
        "{\"n\":4,\"a\":null}",
        "{\"n\":5,\"a\":17}");
    EventPredicate pattern = new Matches(path("a"), "(?:(\\/ru)|(\\/p)|(\\/s))");
    assertThat(column("n", pattern)).containsExactly(0L, 2L, 5L);
    assertThat(column("n", new Not(pattern))).containsExactly(1L, 3L, 4L, 5L);
    assertThat(column("n", new Matches(path("a"), "."))).hasSize(6);
    assertThat(column("n", new Matches(path("a"), "("))).hasSize(6);
    EventPlan plan = store.explain(EventSearch.of(PROCESSES).withPredicate(pattern));
    assertThat(plan.conjuncts().getFirst().exact()).isFalse();
  }

  @Test
  void whatOnlyTheEvaluatorCanDecidePasses() {
    append(DC01, PROCESSES, "{\"n\":0,\"a\":\"x\"}", "{\"n\":1,\"a\":\"y\"}");
    EventPredicate opaque = new Opaque("f(a=a)");
    EventPredicate x = new Equal(path("a"), text("x"));
    assertThat(column("n", opaque)).containsExactly(0L, 1L);
    assertThat(column("n", new Not(opaque))).containsExactly(0L, 1L);
    assertThat(column("n", EventPredicate.and(x, opaque))).containsExactly(0L);
    assertThat(column("n", EventPredicate.or(x, new Not(opaque)))).containsExactly(0L, 1L);
    EventPlan plan =
        store.explain(EventSearch.of(PROCESSES).withPredicate(EventPredicate.and(x, opaque)));
    assertThat(plan.conjuncts()).extracting(EventPlan.Conjunct::exact).containsExactly(true, false);
  }

  @Test
  void envelopeColumnsCanBeAskedFor() {
    append(DC01, PROCESSES, "{\"n\":0}");
    append(WS17, PROCESSES, "{\"n\":1}", "{\"n\":2,\"Hostname\":\"\"}");
    assertThat(column("n", new Equal(path("Hostname"), text("srv_dc01")))).containsExactly(0L);
    assertThat(column("n", new Equal(path("Hostname"), text("ws-0017")))).containsExactly(1L, 2L);
    assertThat(column("n", new In(path("ClientId"), List.of(text(WS17.value())))))
        .containsExactly(1L, 2L);
    assertThat(column("n", new Equal(path("_ts"), TEN / SECOND + 1))).containsExactly(1L, 2L);
    assertThat(column("n", new Equal(path("_Source"), text(PROCESSES))))
        .containsExactly(0L, 1L, 2L);
    assertThat(column("n", new Present(path("_HostnameDiffers")))).isEmpty();
  }

  @Test
  void onlyWantedColumnsComeBack() {
    append(DC01, PROCESSES, "{\"a\":1,\"b\":{\"c\":2},\"d\":3}");
    Set<String> wanted = Set.of("d", "b", "_ts", "absent");
    Event event = find(EventSearch.of(PROCESSES).withColumns(wanted)).getFirst();
    assertThat(event.columns()).containsExactly("b", "d", "_ts");
    assertThat(event.get("b")).isEqualTo(new Dict().with("c", 2L));
    EventPredicate unwanted = new Equal(path("a"), 1L);
    assertThat(find(EventSearch.of(PROCESSES).withColumns(wanted).withPredicate(unwanted)))
        .hasSize(1);
    assertThat(find(EventSearch.of(PROCESSES).withColumns(Set.of())).getFirst().columns())
        .isEmpty();
  }

  @Test
  void rowsOfOneClientStayInOrder() {
    for (int i = 0; i < 300; i++) {
      append(i % 3 == 0 ? DC01 : WS17, PROCESSES, "{\"n\":" + i + "}");
    }
    List<Long> lsns =
        find(EventSearch.of(PROCESSES).withClients(Set.of(WS17))).stream().map(Event::lsn).toList();
    assertThat(lsns).hasSize(200).isSorted();
  }

  @Test
  void newestOrOldestComeFirst() {
    for (int i = 0; i < 50; i++) {
      int n = (i * 17) % 50;
      appendAt(TEN + n * SECOND, i % 2 == 0 ? DC01 : WS17, PROCESSES, "{\"n\":" + n + "}");
    }
    EventSearch all = EventSearch.of(PROCESSES);
    assertThat(numbers(all.withOrder(EventOrder.NEWEST_FIRST).withLimit(3)))
        .containsExactly(49L, 48L, 47L);
    assertThat(numbers(all.withOrder(EventOrder.OLDEST_FIRST).withLimit(3)))
        .containsExactly(0L, 1L, 2L);
    assertThat(numbers(all.withOrder(EventOrder.NEWEST_FIRST)))
        .hasSize(50)
        .isSortedAccordingTo(
            (a, b) -> Long.compare((Long) (b == null ? 0L : b), (Long) (a == null ? 0L : a)));
    assertThat(numbers(all.withLimit(7))).hasSize(7);
    assertThat(numbers(all.withLimit(0))).isEmpty();
  }

  @Test
  void appendedAgainIsDropped() {
    AcceptedBatch first = TestEvents.batch(0, TEN, DC01, PROCESSES, "{\"n\":0}", "{\"n\":1}");
    AcceptedBatch overlapping = TestEvents.batch(1, TEN, DC01, PROCESSES, "{\"n\":1}", "{\"n\":2}");
    store.append(first);
    store.append(first);
    store.append(overlapping);
    nextLsn = 3;
    assertThat(numbers(EventSearch.of(PROCESSES))).containsExactly(0L, 1L, 2L);
  }

  @Test
  void aSearchSeesOneMoment() {
    append(DC01, PROCESSES, "{\"n\":0}", "{\"n\":1}");
    TestEvents.awaitVisible(store, 2);
    try (EventStream events = store.find(EventSearch.of(PROCESSES))) {
      assertThat(events.next()).isNotNull();
      append(DC01, PROCESSES, "{\"n\":2}");
      TestEvents.awaitVisible(store, 3);
      settle(store);
      assertThat(events.next()).isNotNull();
      assertThat(events.next()).isNull();
    }
    assertThat(read(EventSearch.of(PROCESSES))).hasSize(3);
  }

  @Test
  void aClosedStreamEnds() {
    append(DC01, PROCESSES, "{\"n\":0}", "{\"n\":1}");
    TestEvents.awaitVisible(store, 2);
    EventStream events = store.find(EventSearch.of(PROCESSES));
    assertThat(events.next()).isNotNull();
    events.close();
    events.close();
    assertThat(events.next()).isNull();
  }

  @Test
  void knownColumnsAreListed() {
    append(
        DC01, PROCESSES, "{\"b\":{\"c\":1},\"a\":[{\"x\":1},[2]],\"e\":{}}", "{\"a.b\":\"\\\"\"}");
    TestEvents.awaitVisible(store, nextLsn);
    settle(store);
    assertThat(store.columns(PROCESSES))
        .extracting(EventColumn::path)
        .containsExactlyInAnyOrder(
            path("b"), path("b", "c"), path("a"), path("a", "x"), path("e"), path("a.b"));
    assertThat(store.columns("Absent")).isEmpty();
    assertThat(store.artifacts()).containsExactly(PROCESSES);
  }

  @Test
  void hostileRowsComeBackWhole() {
    StringBuilder wide = new StringBuilder("{\"n\":0");
    for (int i = 0; i < 10_000; i++) {
      wide.append(",\"k").append(i).append("\":").append(i);
    }
    String deep = "{\"n\":1,\"d\":" + "[".repeat(60) + "7" + "]".repeat(60) + "}";
    String big = "{\"n\":2,\"v\":\"" + "x\\u0000y".repeat(150_000) + "\"}";
    String manyElements = "{\"n\":3,\"l\":[" + "1,".repeat(5_000) + "2]}";
    String longKey = "{\"n\":4,\"" + "k".repeat(2_000) + "\":\"v\"}";
    String longNumber = "{\"n\":5,\"v\":" + "9".repeat(300) + "}";
    append(
        DC01, PROCESSES, wide.append('}').toString(), deep, big, manyElements, longKey, longNumber);
    append(DC01, PROCESSES, "{\"n\":6,\"\":\"empty\",\"\\u0001\\u001f\":{\"\":[]}}");
    List<Event> events = find(EventSearch.of(PROCESSES).withOrder(EventOrder.OLDEST_FIRST));
    assertThat(events).hasSize(7);
    assertThat(events.get(0).size()).isEqualTo(10_001 + 9);
    assertThat(events.get(0).get("k9999")).isEqualTo(9_999L);
    Object at = events.get(1).get("d");
    for (int i = 0; i < 60 && at instanceof List<?> list; i++) {
      at = list.getFirst();
    }
    assertThat(at).isEqualTo(7L);
    assertThat(events.get(2).get("v")).isEqualTo(text("x\0y".repeat(150_000)));
    assertThat((List<?>) events.get(3).get("l")).hasSize(5_001);
    assertThat(events.get(4).get("k".repeat(2_000))).isEqualTo(text("v"));
    assertThat(events.get(5).get("v")).isEqualTo(Double.parseDouble("9".repeat(300)));
    assertThat(events.get(6).get("\u0001\u001f")).isEqualTo(new Dict().with("", List.of()));
    assertThat(column("n", new Equal(path("k9999"), 9_999L))).containsExactly(0L);
    assertThat(column("n", new Equal(path("v"), text("x\0y".repeat(150_000))))).containsExactly(2L);
    assertThat(column("n", new Equal(path("k".repeat(2_000)), text("v")))).containsExactly(4L);
    assertThat(column("n", new Equal(path("n"), 3L))).containsExactly(3L);
    assertThat(column("n", new Equal(path(""), text("empty")))).containsExactly(6L);
  }

  @Test
  void statusCounts() {
    append(DC01, PROCESSES, "{\"n\":0}", "{\"n\":1}");
    append(SERVER, ALERTS, "{}");
    TestEvents.awaitVisible(store, 3);
    settle(store);
    EventStoreStatus status = store.status();
    assertThat(status.rows()).isEqualTo(3);
    assertThat(status.visibleUpTo()).isEqualTo(3);
    assertThat(status.failure()).isEmpty();
    assertThat(status.artifacts())
        .extracting(EventStoreStatus.ArtifactCount::artifact, EventStoreStatus.ArtifactCount::rows)
        .containsExactlyInAnyOrder(tuple(PROCESSES, 2L), tuple(ALERTS, 1L));
  }

  @Test
  void forgetsAnArtifactOfADayAndThenTheDay() {
    long day = 86_400 * SECOND;
    appendAt(TEN, DC01, "A/one", "{\"n\":1}", "{\"n\":2}");
    appendAt(TEN + 1, WS17, "B/two", "{\"n\":3}");
    appendAt(TEN + day, DC01, "A/one", "{\"n\":4}");
    appendAt(TEN + 2 * day, DC01, "A/one", "{\"n\":5}");
    // each worker of a store goes on to a new day when it has rows of it
    for (int i = 0; i < 16; i++) {
      appendAt(TEN + 2 * day + 1, new ClientId("C.00000000000001%02x".formatted(i)), "C/all", "{}");
    }
    TestEvents.awaitVisible(store, nextLsn);
    store.commit();
    store.commit();
    List<EventDay> days = store.days();
    assertThat(days).hasSize(3);
    assertThat(days.getFirst().rows()).isEqualTo(Map.of("A/one", 2L, "B/two", 1L));
    assertThat(days.getFirst().artifactBytes().keySet())
        .containsExactlyInAnyOrder("A/one", "B/two");
    assertThat(days.getFirst().isOpen()).isFalse();
    LocalDate first = days.getFirst().day();
    assertThat(store.forget(first, Set.of("A/one"))).isTrue();
    assertThat(store.forget(first, Set.of("A/one"))).isFalse();
    assertThat(numbers()).containsExactlyInAnyOrder(3L, 4L, 5L);
    assertThat(store.days().getFirst().rows()).isEqualTo(Map.of("B/two", 1L));
    assertThat(store.status().rows()).isEqualTo(3 + 16);
    assertThat(store.forget(first, Set.of("A/one", "B/two"))).isTrue();
    assertThat(store.days()).extracting(EventDay::day).doesNotContain(first).hasSize(2);
    assertThat(numbers()).containsExactlyInAnyOrder(4L, 5L);
    assertThat(store.forget(days.getLast().day(), Set.of("A/one"))).isFalse();
    assertThat(numbers()).containsExactlyInAnyOrder(4L, 5L);
    appendAt(TEN + 2 * day + 9, DC01, "A/one", "{\"n\":6}");
    TestEvents.awaitVisible(store, nextLsn);
    assertThat(numbers()).containsExactlyInAnyOrder(4L, 5L, 6L);
  }

  private List<@Nullable Object> numbers() {
    List<@Nullable Object> numbers = new ArrayList<>();
    for (String artifact : List.of("A/one", "B/two")) {
      for (Event event : read(EventSearch.of(artifact))) {
        numbers.add(event.get("n"));
      }
    }
    return numbers;
  }
}
