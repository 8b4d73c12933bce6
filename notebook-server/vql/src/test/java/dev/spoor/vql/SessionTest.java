package dev.spoor.vql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.CancelledException;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.ForbiddenException;
import dev.spoor.vql.catalog.LimitException;
import dev.spoor.vql.catalog.ManualClock;
import dev.spoor.vql.catalog.OfferedPredicate;
import dev.spoor.vql.catalog.PermissionCheck;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Pushdown;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.catalog.VqlLimits;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.VqlString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Permissions, time, cancellation, limits and what is offered to a source.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SessionTest {
  private static final Instant START = Instant.parse("2026-11-24T09:00:00Z");

  private static VqlSession.Builder session(Catalog catalog) {
    return VqlSession.builder(catalog).principal("ana", PermissionCheck.ALLOW_ALL);
  }

  /// Waits for a condition, at most ten seconds.
  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static Catalog withSecret() {
    return Vql.pureCatalog()
        .withFunctions(
            VqlFunction.of(
                Signature.named("secret", "Needs a right.")
                    .needs(Permissions.of("FILESYSTEM_READ"))
                    .build(),
                call -> true));
  }

  @Test
  void aRefusedPermissionEndsTheRunWithItsPosition() {
    VqlSession.Builder refusing =
        VqlSession.builder(withSecret()).principal("ana", PermissionCheck.DENY_ALL);
    try (VqlSession session = refusing.build()) {
      assertThatThrownBy(() -> session.run("SELECT 1\nFROM scope()\nWHERE NOT secret()").toList())
          .isInstanceOfSatisfying(
              ForbiddenException.class,
              e -> {
                assertThat(e.position()).hasToString("3:11");
                assertThat(e.permissions().names()).containsExactly("FILESYSTEM_READ");
              });
    }
  }

  @Test
  void theCheckSeesThePrincipalThroughNestedQueries() {
    List<Object> asked = new ArrayList<>();
    PermissionCheck recording =
        (principal, permissions, position) -> {
          asked.add(principal);
          return true;
        };
    try (VqlSession session =
        VqlSession.builder(withSecret()).principal("ana", recording).build()) {
      session.run("SELECT * FROM query(query='SELECT secret() FROM scope()')").toList();
      session.run("LET X(a) = SELECT secret() FROM scope() SELECT * FROM X(a=1)").toList();
    }
    assertThat(asked).containsExactly("ana", "ana");
    assertThat(
            Vql.requiredPermissions(
                    Vql.parse("LET X = SELECT secret() FROM scope()").orThrow(), withSecret())
                .names())
        .containsExactly("FILESYSTEM_READ");
  }

  @Test
  void aSignatureWithoutPermissionsIsRefused() {
    assertThatThrownBy(() -> Signature.named("careless", "Says nothing.").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("careless declares no permissions: say Permissions.none() if it needs none");
  }

  @Test
  void aClockMovedByHandDrivesClock() throws Exception {
    ManualClock clock = new ManualClock(START);
    try (VqlSession session = session(Vql.pureCatalog()).clock(clock).build()) {
      CompletableFuture<List<Row>> rows =
          CompletableFuture.supplyAsync(
              () ->
                  session.run("SELECT Unix, now() AS Now FROM clock(period=60) LIMIT 2").toList());
      await(() -> rows.isDone() || (clock.advanceToWaiter() && rows.isDone()));
      assertThat(rows.get())
          .extracting(row -> row.get("Unix"))
          .containsExactly(START.getEpochSecond() + 60, START.getEpochSecond() + 120);
    }
  }

  private static Catalog endless(AtomicBoolean woken) {
    return Vql.pureCatalog()
        .withPlugins(
            VqlPlugin.of(
                Signature.named("endless", "Never gives a row.").needs(Permissions.none()).build(),
                call ->
                    new RowStream() {
                      @Override
                      public Row next() {
                        try {
                          call.run().clock().sleep(Duration.ofDays(1), call.cancellation());
                        } finally {
                          woken.set(true);
                        }
                        return new Dict();
                      }

                      @Override
                      public void close() {}
                    }));
  }

  @Test
  void closingWakesASourceThatWaits() throws Exception {
    AtomicBoolean woken = new AtomicBoolean();
    ManualClock clock = new ManualClock(START);
    try (VqlSession session = session(endless(woken)).clock(clock).build()) {
      RowStream rows =
          session.run(
              Vql.parse(
                      "SELECT * FROM foreach(row={SELECT * FROM endless()}, query={SELECT 1 FROM"
                          + " scope()})")
                  .orThrow()
                  .getFirst());
      CompletableFuture<Object> read = CompletableFuture.supplyAsync(() -> rows.next() == null);
      await(() -> clock.waiting() > 0);
      rows.close();
      assertThat(read.get()).isEqualTo(true);
      assertThat(woken).isTrue();
    }
  }

  @Test
  void cancellingTheSessionIsNotAnEnd() throws Exception {
    ManualClock clock = new ManualClock(START);
    VqlSession session = session(endless(new AtomicBoolean())).clock(clock).build();
    CompletableFuture<Throwable> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                session
                    .run("SELECT * FROM chain(async=TRUE, a={SELECT * FROM endless()})")
                    .toList();
                return new AssertionError("ended");
              } catch (CancelledException e) {
                return e;
              }
            });
    await(() -> clock.waiting() > 0);
    session.cancel();
    assertThat(read.get()).isInstanceOf(CancelledException.class);
    session.close();
  }

  @Test
  void limitClosesTheSource() {
    AtomicBoolean closed = new AtomicBoolean();
    Catalog catalog =
        Vql.pureCatalog()
            .withPlugins(
                VqlPlugin.of(
                    Signature.named("numbers", "Endless.").needs(Permissions.none()).build(),
                    call ->
                        new RowStream() {
                          @Override
                          public Row next() {
                            return Dict.of().with("n", 1);
                          }

                          @Override
                          public void close() {
                            closed.set(true);
                          }
                        }));
    try (VqlSession session = session(catalog).build()) {
      assertThat(session.run("SELECT n FROM numbers() LIMIT 3").toList()).hasSize(3);
      assertThat(closed).isTrue();
      assertThat(session.run("SELECT n FROM numbers() LIMIT 0").toList()).isEmpty();
    }
  }

  @Test
  void limitsEndTheRun() {
    VqlLimits few = VqlLimits.DEFAULT.withRows(100);
    try (VqlSession session = session(Vql.pureCatalog()).limits(few).build()) {
      assertThatThrownBy(() -> session.run("LET x <= SELECT * FROM range(end=101)").toList())
          .isInstanceOf(LimitException.class)
          .hasMessage("more than 100 rows would have to be held at once");
      assertThat(session.run("SELECT * FROM range(end=1000) ORDER BY _value DESC LIMIT 2").toList())
          .extracting(row -> row.get("_value"))
          .containsExactly(999L, 998L);
    }
    VqlLimits quick = VqlLimits.DEFAULT.withTime(Duration.ofMillis(100));
    try (VqlSession session = session(Vql.pureCatalog()).limits(quick).build()) {
      assertThatThrownBy(
              () -> session.run("SELECT * FROM range(end=9000000000) WHERE _value < 0").toList())
          .isInstanceOfSatisfying(
              LimitException.class,
              e -> assertThat(e.limit()).isEqualTo(LimitException.Limit.TIME));
    }
  }

  private static String offered(String query) {
    AtomicReference<Pushdown> seen = new AtomicReference<>(Pushdown.NONE);
    List<String> log = new ArrayList<>();
    Catalog catalog =
        Vql.pureCatalog()
            .withPlugins(
                VqlPlugin.of(
                    Signature.named("events", "Takes equalities.")
                        .optional("artifact", ArgumentType.STRING, "which")
                        .needs(Permissions.none())
                        .build(),
                    call -> {
                      seen.set(call.pushdown());
                      for (Pushdown.Conjunct conjunct : call.pushdown().conjuncts()) {
                        if (conjunct.predicate() instanceof OfferedPredicate.Equal) {
                          conjunct.takeExactly();
                        }
                      }
                      Row data = Dict.of().with("CommandLine", "cmd /ru system");
                      return RowStream.of(Dict.of().with("EventData", data).with("Pid", 4));
                    }));
    VqlSession.Builder builder =
        session(catalog).env("outside", 1).log((level, line) -> log.add(line));
    try (VqlSession session = builder.build()) {
      session.run(query).toList();
    }
    List<String> parts = new ArrayList<>();
    seen.get().conjuncts().forEach(c -> parts.add(c.predicate().toString()));
    return String.join(" & ", parts)
        + " columns="
        + (seen.get().columns() == null ? "all" : new TreeSet<>(seen.get().columns()))
        + log.stream().filter(line -> line.startsWith("  reading")).toList();
  }

  @Test
  void conditionsOnTheSourceAreOffered() {
    assertThat(
            offered(
                "EXPLAIN SELECT EventData.CommandLine AS CommandLine FROM events() "
                    + "WHERE CommandLine =~ '/ru' AND Pid = 4 AND Pid IN (4, 5) AND 3 < Pid"))
        .isEqualTo(
            "Matches[path=[EventData, CommandLine], regex=/ru] & Equal[path=[Pid], value=4] &"
                + " In[path=[Pid], values=[4, 5]] & Range[path=[Pid], low=3, lowInclusive=false,"
                + " high=null, highInclusive=false] columns=[CommandLine, EventData, Pid][  reading"
                + " from plugin events(); residual: CommandLine =~ '/ru'; pushed: Pid = 4;"
                + " residual: Pid IN (4, 5); residual: 3 < Pid]");
  }

  @Test
  void maskedNamesAreNotOffered() {
    assertThat(offered("SELECT Pid + 1 AS Pid FROM events() WHERE Pid = 5"))
        .startsWith("Opaque[text=Pid = 5]");
    assertThat(offered("SELECT * FROM events() WHERE outside = 1"))
        .startsWith("Opaque[text=outside = 1] columns=all");
    assertThat(offered("SELECT * FROM events() WHERE Pid = outside"))
        .startsWith("Opaque[text=Pid = outside]");
    assertThat(offered("SELECT Pid FROM events() WHERE NOT (Pid = 1 OR Pid = 2)"))
        .startsWith("Not[part=Or[parts=[Equal[path=[Pid], value=1], Equal[path=[Pid], value=2]]]]");
  }

  @Test
  void aBadRegularExpressionIsLoggedOnceAndFalse() {
    List<String> log = new ArrayList<>();
    VqlSession.Builder builder = session(Vql.pureCatalog()).log((level, line) -> log.add(line));
    try (VqlSession session = builder.build()) {
      assertThat(session.run("SELECT 'a' =~ '(' AS X FROM range(end=3)").toList())
          .extracting(row -> row.get("X"))
          .containsExactly(false, false, false);
    }
    assertThat(log).hasSize(1).first().asString().startsWith("regular expression: ");
  }

  @Test
  void ourOwnFunctions() {
    ManualClock clock = new ManualClock(START);
    VqlSession.Builder builder =
        session(Vql.pureCatalog()).clock(clock).env("TZ", "Australia/Brisbane");
    try (VqlSession session = builder.build()) {
      Row row =
          session
              .run(
                  """
                  SELECT now() AS Now, time_bin(time=now(), width='1h') AS Hour,
                    time_bin(time=now(), width='1d') AS Day,
                    parse_string_with_regex(string='pid=42', regex='pid=(?P<Pid>[0-9]+)').Pid AS Pid,
                    regex_replace(source='a-b', re='(A)', replace='$1$1') AS Twice,
                    filter(list=(1, 2, 3), filter='x=>x > 1') AS Some,
                    base64decode(string=base64encode(string='hi')) AS Hi
                  FROM scope()
                  """)
              .toList()
              .getFirst();
      assertThat(row.get("Now")).isEqualTo(START.getEpochSecond());
      assertThat(row.get("Hour")).isEqualTo(START);
      assertThat(row.get("Day")).isEqualTo(Instant.parse("2026-11-23T14:00:00Z"));
      assertThat(row.get("Pid")).isEqualTo(VqlString.of("42"));
      assertThat(row.get("Twice")).isEqualTo(VqlString.of("aa-b"));
      assertThat(row.get("Some")).isEqualTo(List.of(2L, 3L));
      assertThat(row.get("Hi")).isEqualTo(VqlString.of("hi"));
      assertThat(
              session
                  .run(
                      "SELECT count_distinct(item=_value) AS N FROM foreach(row=(1, 1.0, 2, 'a'))"
                          + " GROUP BY 1")
                  .toList()
                  .getFirst()
                  .get("N"))
          .isEqualTo(3L);
    }
  }
}
