package dev.spoor.server.event.retention;

import dev.spoor.server.access.Authority;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps events as long as the rules say. Nothing goes before a rule is set; what goes is audited.
/// Thread-safe.
public final class Retention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int MOST_RULES = 500;

  private final Database database;
  private final Audit audit;
  private final EventStore store;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("retention").daemon().factory());

  /// What is kept of one artifact.
  public record Kept(String artifact, long rows, long bytes, LocalDate oldest, int days) {}

  public Retention(Database database, Audit audit, EventStore store, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.store = store;
    this.clock = clock;
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  public void start() {
    timer.scheduleWithFixedDelay(this::enforceQuietly, 10, 60, TimeUnit.MINUTES);
  }

  public List<RetentionRule> rules(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read retention");
    return database.read(SqlRetention::all);
  }

  /// What is kept now, by artifact.
  public List<Kept> kept(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read retention");
    Map<String, Kept> kept = new TreeMap<>();
    store
        .days()
        .forEach(
            day ->
                day.rows()
                    .forEach(
                        (artifact, rows) ->
                            kept.merge(
                                artifact,
                                new Kept(
                                    artifact,
                                    rows,
                                    day.artifactBytes().getOrDefault(artifact, 0L),
                                    day.day(),
                                    1),
                                (one, other) ->
                                    new Kept(
                                        artifact,
                                        one.rows() + other.rows(),
                                        one.bytes() + other.bytes(),
                                        one.oldest(),
                                        one.days() + 1))));
    return List.copyOf(kept.values());
  }

  /// What would go under these rules, now.
  public RetentionPlan preview(Principal principal, List<RetentionRule> rules) {
    Authority.require(principal, Permission.SERVER_ADMIN, "preview retention");
    check(rules);
    return RetentionPlan.of(store.days(), rules, today());
  }

  /// Puts these rules in the place of all others. They count from the next round on, within the
  /// hour, or at once by [#enforce].
  public void setRules(Principal principal, List<RetentionRule> rules) {
    Authority.require(principal, Permission.SERVER_ADMIN, "change retention");
    check(rules);
    database.write(
        tx -> {
          List<RetentionRule> before = SqlRetention.all(tx);
          SqlRetention.replace(tx, rules);
          audit.record(tx, principal, "retention.rules", "events", before, rules);
          return null;
        });
  }

  private static void check(List<RetentionRule> rules) {
    Set<String> names = new HashSet<>();
    if (rules.size() > MOST_RULES) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "there are at most " + MOST_RULES + " retention rules");
    }
    for (RetentionRule rule : rules) {
      if (!names.add(rule.artifact())) {
        throw new SpoorException(
            ErrorCode.INVALID_REQUEST, "\"" + rule.artifact() + "\" has two retention rules");
      }
    }
  }

  /// Lets go what the rules in force no longer keep.
  public synchronized RetentionPlan enforce(Principal principal) {
    Authority.require(principal, Permission.SERVER_ADMIN, "enforce retention");
    List<RetentionRule> rules = database.read(SqlRetention::all);
    RetentionPlan plan =
        rules.isEmpty()
            ? new RetentionPlan(List.of(), 0, 0, 0)
            : RetentionPlan.of(store.days(), rules, today());
    Map<LocalDate, Set<String>> byDay = new TreeMap<>();
    plan.gone()
        .forEach(
            gone -> byDay.computeIfAbsent(gone.day(), _ -> new TreeSet<>()).add(gone.artifact()));
    byDay.forEach(
        (day, artifacts) -> {
          // first the record: what is gone cannot be recorded any more if we die in between
          long rows =
              plan.gone().stream()
                  .filter(gone -> gone.day().equals(day))
                  .mapToLong(RetentionPlan.Gone::rows)
                  .sum();
          database.write(
              tx -> {
                audit.record(
                    tx,
                    principal,
                    "retention.forget",
                    day.toString(),
                    Map.of("artifacts", artifacts, "rows", rows),
                    null);
                return null;
              });
          store.forget(day, artifacts);
        });
    return plan;
  }

  private void enforceQuietly() {
    try {
      RetentionPlan plan = enforce(new Principal.System());
      if (plan.rows() > 0) {
        LOG.info("retention let {} rows go", plan.rows());
      }
    } catch (RuntimeException e) {
      LOG.error("retention failed; it is tried again in an hour", e);
    }
  }

  private LocalDate today() {
    Instant now = clock.instant();
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  @Override
  public void close() {
    timer.shutdown();
  }
}
