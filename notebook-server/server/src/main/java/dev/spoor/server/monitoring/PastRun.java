package dev.spoor.server.monitoring;

import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.EventPaths;
import dev.spoor.server.monitoring.PastAnswer.Day;
import dev.spoor.server.monitoring.PastAnswer.Host;
import dev.spoor.server.monitoring.PastAnswer.Loudest;
import dev.spoor.server.query.QueryListener;
import dev.spoor.server.query.QueryOutcome;
import dev.spoor.server.query.QueryOutcome.End;
import dev.spoor.server.query.QueryRequest;
import dev.spoor.server.query.QueryRun;
import dev.spoor.server.query.QuerySessions;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One look into the past that is under way. Any thread may read it and cancel it.
public final class PastRun {
  private static final int EXAMPLES = 5;
  private static final int SHOWN_HOSTS = 10;
  private static final int MOST_KEYS = 10_000;
  private static final int LONGEST_EXAMPLE = 4_096;

  private final QuerySessions queries;
  private final List<QueryRequest> left;
  private final PastAnswer.Question question;
  private final List<String> notes;
  private final String vql;
  private final CompletableFuture<PastAnswer> done = new CompletableFuture<>();
  private final TreeMap<LocalDate, Long> days = new TreeMap<>();
  private final Map<String, Counted> hosts = new HashMap<>();
  private final Map<Origin, Counted> origins = new HashMap<>();
  private final Deque<String> examples = new ArrayDeque<>();
  private @Nullable QueryRun running;
  private @Nullable String failure;
  private long hits;
  private long scanned;
  private boolean cancelled;
  private boolean ended;
  private int begun;
  private int finished;

  private record Origin(String client, String what) {}

  private static final class Counted {
    String name = "";
    long hits;
  }

  PastRun(
      QuerySessions queries,
      List<QueryRequest> requests,
      PastAnswer.Question question,
      List<String> notes,
      String vql) {
    this.queries = queries;
    this.left = new ArrayList<>(requests);
    this.question = question;
    this.notes = List.copyOf(notes);
    this.vql = vql;
    LocalDate last = LocalDate.ofInstant(question.to(), ZoneOffset.UTC);
    for (LocalDate day = LocalDate.ofInstant(question.from(), ZoneOffset.UTC);
        !day.isAfter(last);
        day = day.plusDays(1)) {
      days.put(day, 0L);
    }
  }

  /// Starts the next query, or ends.
  void begin() {
    QueryRequest next;
    synchronized (this) {
      if (cancelled || failure != null || left.isEmpty()) {
        ended = true;
        next = null;
      } else {
        next = left.removeFirst();
        begun++;
      }
    }
    if (next == null) {
      done.complete(answer());
    } else {
      submit(next);
    }
  }

  private void submit(QueryRequest next) {
    QueryRun started;
    try {
      started =
          queries.submit(
              next,
              new QueryListener() {
                @Override
                public void row(int statement, Row row) {
                  count(row);
                }

                @Override
                public void finished(QueryOutcome outcome) {
                  ended(outcome);
                }
              });
    } catch (SpoorException e) {
      synchronized (this) {
        failure = String.valueOf(e.getMessage());
      }
      begin();
      return;
    }
    boolean stop;
    synchronized (this) {
      // a short one may have ended already
      running = finished < begun ? started : null;
      stop = cancelled;
    }
    if (stop) {
      started.cancel();
    }
  }

  private void ended(QueryOutcome outcome) {
    synchronized (this) {
      running = null;
      finished++;
      scanned += outcome.scanned();
      switch (outcome.end()) {
        case End.Complete _ -> {}
        case End.Cancelled _ -> cancelled = true;
        case End.LimitReached limit -> failure = limit.message();
        case End.Failed failed -> failure = failed.message();
      }
    }
    begin();
  }

  private synchronized void count(Row row) {
    hits++;
    Object time = EventPaths.follow(row, List.of("_EventTime"), 0);
    if (time instanceof Instant instant) {
      days.computeIfPresent(LocalDate.ofInstant(instant, ZoneOffset.UTC), (_, n) -> n + 1);
    }
    String client = text(row, "ClientId");
    String hostname = text(row, "Hostname");
    count(hosts, client, hostname);
    String parent = text(row, "EventData", "ParentImage");
    String what = parent.isEmpty() ? text(row, "EventData", "User") : parent;
    if (!what.isEmpty()) {
      count(origins, new Origin(client, what), hostname);
    }
    String json = Json.write(row);
    examples.addFirst(json.length() > LONGEST_EXAMPLE ? json.substring(0, LONGEST_EXAMPLE) : json);
    if (examples.size() > EXAMPLES) {
      examples.removeLast();
    }
  }

  private static <K> void count(Map<K, Counted> counts, K key, String name) {
    Counted counted = counts.get(key);
    if (counted == null) {
      if (counts.size() >= MOST_KEYS) {
        return;
      }
      counted = new Counted();
      counts.put(key, counted);
    }
    counted.name = name;
    counted.hits++;
  }

  private static String text(Row row, String... path) {
    Object value = EventPaths.follow(row, List.of(path), 0);
    return value == null ? "" : value.toString();
  }

  /// What is known by now.
  public synchronized PastAnswer answer() {
    QueryRun now = running;
    List<Host> loud =
        hosts.entrySet().stream()
            .map(host -> new Host(host.getKey(), host.getValue().name, host.getValue().hits))
            .sorted(Comparator.comparingLong(Host::hits).reversed().thenComparing(Host::hostname))
            .limit(SHOWN_HOSTS)
            .toList();
    return new PastAnswer(
        hits,
        days.entrySet().stream().map(day -> new Day(day.getKey(), day.getValue())).toList(),
        hosts.size(),
        loud,
        loudest(),
        List.copyOf(examples),
        notes,
        scanned + (now == null ? 0 : now.scanned()),
        ended && !cancelled && failure == null,
        !ended,
        failure,
        vql);
  }

  /// What gives at least a third of the hits, if there are enough to tell.
  private @Nullable Loudest loudest() {
    if (hits < 5) {
      return null;
    }
    return origins.entrySet().stream()
        .max(Comparator.comparingLong(origin -> origin.getValue().hits))
        .filter(origin -> origin.getValue().hits * 3 >= hits)
        .map(
            origin ->
                new Loudest(origin.getKey().what(), origin.getValue().name, origin.getValue().hits))
        .orElse(null);
  }

  public PastAnswer.Question question() {
    return question;
  }

  public void cancel() {
    QueryRun now;
    synchronized (this) {
      cancelled = true;
      now = running;
    }
    if (now != null) {
      now.cancel();
    }
  }

  /// Completes with the last answer, also when it was cancelled; never exceptionally.
  public CompletableFuture<PastAnswer> done() {
    return done.copy();
  }
}
