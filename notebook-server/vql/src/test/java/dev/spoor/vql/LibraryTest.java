package dev.spoor.vql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.ForbiddenException;
import dev.spoor.vql.catalog.LimitException;
import dev.spoor.vql.catalog.ManualClock;
import dev.spoor.vql.catalog.PermissionCheck;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.RowStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What remembers, waits, shares and ends: on a clock that is moved by hand.
@Timeout(60)
class LibraryTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T10:00:00Z"));
  private final List<String> logs = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();

  private VqlSession session() {
    return session(PermissionCheck.ALLOW_ALL);
  }

  private VqlSession session(PermissionCheck check) {
    VqlFunction counter =
        VqlFunction.of(
            Signature.named("counter", "For tests.").needs(Permissions.none()).build(),
            call -> (long) calls.incrementAndGet());
    VqlFunction secret =
        VqlFunction.of(
            Signature.named("secret", "For tests.")
                .optional("x", ArgumentType.ANY, "x")
                .needs(Permissions.of("SECRET"))
                .build(),
            call -> 1L);
    return VqlSession.builder(Vql.pureCatalog().withFunctions(counter, secret))
        .principal("anna", check)
        .clock(clock)
        .log((level, message) -> logs.add(level + " " + message))
        .build();
  }

  /// The next row, the clock moving to whatever is waited for once so many threads wait.
  private String nextWhileTimePasses(RowStream rows, int waiting) {
    AtomicReference<String> row = new AtomicReference<>("");
    Thread reader = Thread.ofPlatform().start(() -> row.set(String.valueOf(rows.next())));
    while (reader.isAlive()) {
      if (clock.waiting() >= waiting) {
        clock.advanceToWaiter();
      }
      Thread.onSpinWait();
    }
    return row.get();
  }

  private String rows(String query) {
    try (VqlSession session = session()) {
      return Json.write(session.run(query).toList());
    }
  }

  @Test
  void cacheComputesOncePerKeyUntilItsPeriodIsOver() {
    String query = "SELECT cache(name='a', key=K, func=counter(), period=10) AS C FROM scope()";
    try (VqlSession session = session()) {
      session.set("K", "one");
      assertThat(session.run(query).toList()).singleElement().asString().isEqualTo("{\"C\":1}");
      assertThat(session.run(query).toList()).singleElement().asString().isEqualTo("{\"C\":1}");
      session.set("K", "two");
      assertThat(session.run(query).toList()).singleElement().asString().isEqualTo("{\"C\":2}");
      session.set("K", "one");
      clock.advance(Duration.ofSeconds(11));
      assertThat(session.run(query).toList()).singleElement().asString().isEqualTo("{\"C\":3}");
    }
  }

  @Test
  void cacheForgetsTheOldestBeyondItsSize() {
    assertThat(
            rows(
                "SELECT cache(name='a', max_size=2, key=_value, func=counter()) AS C"
                    + " FROM foreach(row=(1, 2, 3, 1))"))
        .isEqualTo("[{\"C\":1},{\"C\":2},{\"C\":3},{\"C\":4}]");
  }

  @Test
  void memoizeRunsItsQueryOnceAndFindsRowsByKey() {
    assertThat(
            rows(
                "LET M <= memoize(query={SELECT _value AS Pid, counter() AS N FROM range(end=3)},"
                    + " key='Pid')"
                    + " SELECT get(item=M, field=_value).N AS N FROM range(start=1, end=5)"))
        .isEqualTo("[{\"N\":2},{\"N\":3},{\"N\":null},{\"N\":null}]");
    assertThat(calls).hasValue(3);
  }

  @Test
  void sequenceGivesRowsOnceTheWindowHasAllOfThem() {
    assertThat(
            rows(
                "SELECT * FROM sequence(a={SELECT _value AS A FROM range(end=4)}, query={"
                    + "SELECT A FROM SEQUENCE WHERE A = 2})"))
        .isEqualTo("[{\"A\":2}]");
  }

  @Test
  void sequenceForgetsRowsThatAreTooOld() {
    try (VqlSession session = session();
        RowStream rows =
            session.run(
                "SELECT * FROM sequence(max_age=5, a={SELECT 1 AS A FROM clock(period=10)},"
                    + " query={SELECT count() AS N FROM SEQUENCE GROUP BY 1})")) {
      for (int i = 0; i < 2; i++) {
        assertThat(nextWhileTimePasses(rows, 1)).isEqualTo("{\"N\":1}");
      }
    }
  }

  @Test
  void generateGivesEveryReaderAllRowsOfOneRun() {
    assertThat(
            rows(
                "LET G = generate(query={SELECT counter() AS N FROM range(end=2000)}, fan_out=2)"
                    + " SELECT sum(item=N) AS S, max(item=N) AS M FROM combine("
                    + "a={SELECT N FROM G}, b={SELECT N FROM G}) GROUP BY 1"))
        .isEqualTo("[{\"S\":4002000,\"M\":2000}]");
  }

  @Test
  void aReaderOfGenerateIsRefusedWhatTheQueryIsRefused() {
    try (VqlSession session = session(PermissionCheck.DENY_ALL)) {
      assertThatThrownBy(
              () ->
                  session
                      .run(
                          "LET G = generate(query={SELECT secret() AS N FROM scope()})"
                              + " SELECT * FROM G")
                      .toList())
          .isInstanceOf(ForbiddenException.class);
    }
  }

  @Test
  void whatABackgroundQueryIsRefusedEndsTheRun() {
    try (VqlSession session = session(PermissionCheck.DENY_ALL)) {
      assertThatThrownBy(
              () ->
                  session
                      .run(
                          "SELECT * FROM foreach(row={SELECT * FROM range(end=1000000000)},"
                              + " query={SELECT * FROM fifo(query={SELECT secret() AS S FROM"
                              + " scope()})})")
                      .toList())
          .isInstanceOf(ForbiddenException.class);
    }
  }

  @Test
  void atexitRunsWhenTheSessionEndsAlsoAfterACancellation() {
    try (VqlSession session = session()) {
      session
          .run(
              "SELECT atexit(query={SELECT log(message='bye ' + Name + str(str=X)) FROM"
                  + " foreach(row=(1, 2), query={SELECT _value FROM scope()}, workers=2)},"
                  + " env=dict(Name='anna', X=7)) FROM scope()")
          .toList();
      assertThat(logs).isEmpty();
      session.cancel();
    }
    assertThat(logs).containsExactly("DEFAULT bye anna7", "DEFAULT bye anna7");
  }

  @Test
  void atexitIsRefusedWhatTheQueryIsRefused() {
    try (VqlSession session = session(PermissionCheck.DENY_ALL)) {
      session.run("SELECT atexit(query={SELECT secret() FROM scope()}) FROM scope()").toList();
    }
    assertThat(logs).singleElement().asString().contains("secret needs SECRET");
  }

  @Test
  void aQueryEndsAtItsTimeoutAndTheLogSaysSo() {
    try (VqlSession session = session();
        RowStream rows =
            session.run(
                "SELECT count() AS N FROM query(query={SELECT * FROM clock(period=100)},"
                    + " timeout=10) GROUP BY 1")) {
      assertThat(nextWhileTimePasses(rows, 2)).isEqualTo("null");
    }
    assertThat(logs).contains("WARN query: timeout of 10000 ms is over");
  }

  @Test
  void moreThreadsThanTheRunMayHaveEndIt() {
    try (VqlSession session = session()) {
      assertThatThrownBy(
              () ->
                  session
                      .run(
                          "LET Q(N) = SELECT * FROM foreach(row={SELECT * FROM range(end=256)},"
                              + " workers=256, query={SELECT * FROM if(condition=N > 0,"
                              + " then={SELECT * FROM Q(N=N - 1)},"
                              + " else={SELECT * FROM clock(period=1000)})})"
                              + " SELECT * FROM Q(N=3)")
                      .toList())
          .isInstanceOf(LimitException.class)
          .hasMessageContaining("threads");
    }
  }

  @Test
  void moreCachesThanTheRunMayHaveEndIt() {
    assertThatThrownBy(
            () -> rows("SELECT cache(name=str(str=_value), key='k', func=1) FROM range(end=20000)"))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("caches");
  }

  @Test
  void aLogLineIsRepeatedOnlyAfterItsTime() {
    rows("SELECT log(message='a', dedup=10), log(message='b', dedup=-1) FROM range(end=3)");
    assertThat(logs).containsExactly("DEFAULT a", "DEFAULT b");
  }

  @Test
  void pathsAreCutByTheirOwnSeparators() {
    assertThat(
            rows(
                "SELECT basename(path='C:\\\\a/b.exe') AS A, dirname(path='C:\\\\a\\\\b.exe') AS B,"
                    + " dirname(path='/etc/passwd') AS C, path_join(components=['/usr', 'bin']) AS"
                    + " D, relpath(path='/a/b/c', base='/a') AS E FROM scope()"))
        .isEqualTo(
            "[{\"A\":\"b.exe\",\"B\":\"C:\\\\a\",\"C\":\"/etc\",\"D\":\"/usr/bin\","
                + "\"E\":\"b/c\"}]");
  }

  @Test
  void commandLinesAreCutAsWindowsAndShellsDo() {
    assertThat(
            rows(
                "SELECT commandline_split(command='''a\\\\b \"c d\" \"e\\\"f\" \"\" g''') AS A,"
                    + " commandline_split(command='''a\\ b 'c \"d' \"e\\\"f\" ''',"
                    + " bash_style=TRUE) AS B FROM scope()"))
        .isEqualTo(
            "[{\"A\":[\"a\\\\\\\\b\",\"c d\",\"e\\\"f\",\"\",\"g\"],"
                + "\"B\":[\"a b\",\"c \\\"d\",\"e\\\"f\"]}]");
  }

  @Test
  void ofAnArgumentThatIsGivenTwiceTheLastCounts() {
    assertThat(rows("SELECT rot13(string='a', string='uryyb') AS A FROM scope()"))
        .isEqualTo("[{\"A\":\"hello\"}]");
  }
}
