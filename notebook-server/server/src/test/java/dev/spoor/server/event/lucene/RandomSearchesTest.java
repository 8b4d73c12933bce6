package dev.spoor.server.event.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.Event;
import dev.spoor.server.event.EventCounts;
import dev.spoor.server.event.EventOrder;
import dev.spoor.server.event.EventPredicate;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.EventStream;
import dev.spoor.server.event.EventTally;
import dev.spoor.server.event.InMemoryEventStore;
import dev.spoor.server.event.TestEvents;
import dev.spoor.server.event.TimeRange;
import dev.spoor.vql.value.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The block store answers as the plain one does, whatever is asked and wherever the rows are.
class RandomSearchesTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void answersAsThePlainStoreDoes(long seed) throws IOException {
    run(seed, 40);
  }

  @ParameterizedTest
  @Tag("long")
  @ValueSource(longs = {3, 4, 5, 6})
  void answersAsThePlainStoreDoesForLonger(long seed) throws IOException {
    run(seed, 60);
  }

  private void run(long seed, int rounds) throws IOException {
    Random random = new Random(seed);
    RandomRows rows = new RandomRows(random);
    List<AcceptedBatch> journal = new ArrayList<>();
    LuceneStoreConfig config =
        LuceneStoreConfig.in(folder)
            .withRuns(5 + random.nextInt(60), 1 + random.nextInt(30))
            .withBlockFiles(20_000, random.nextInt(4));
    InMemoryEventStore plain = new InMemoryEventStore();
    LuceneEventStore blocks = LuceneEventStore.open(config);
    try {
      for (int round = 0; round < rounds; round++) {
        for (int i = random.nextInt(6); i >= 0; i--) {
          AcceptedBatch batch = rows.batch(12);
          journal.add(batch);
          plain.append(batch);
          blocks.append(batch);
        }
        blocks = disturb(random, blocks, config, journal);
        TestEvents.awaitVisible(blocks, rows.nextLsn());
        for (int i = 0; i < 12; i++) {
          compare(seed, search(random, rows.nextLsn()), plain, blocks);
        }
        assertThat(blocks.status().rows()).as("seed %d", seed).isEqualTo(plain.status().rows());
      }
    } finally {
      blocks.close();
    }
  }

  private static LuceneEventStore disturb(
      Random random, LuceneEventStore store, LuceneStoreConfig config, List<AcceptedBatch> journal)
      throws IOException {
    switch (random.nextInt(7)) {
      case 0 -> store.commit();
      case 1 -> store.commitSealed();
      case 2 -> store.refresh();
      case 3, 4 -> {
        if (random.nextBoolean()) {
          store.close();
        } else {
          store.closeAbruptly();
        }
        LuceneEventStore opened = LuceneEventStore.open(config);
        for (AcceptedBatch batch : journal) {
          if (batch.endLsn() > opened.replayFrom()) {
            opened.append(batch);
          }
        }
        return opened;
      }
      default -> {}
    }
    return store;
  }

  private static void compare(long seed, EventSearch search, EventStore plain, EventStore blocks) {
    List<String> expected = read(plain, search);
    List<String> found = read(blocks, search);
    String description = "seed " + seed + ", " + search;
    if (search.order() != EventOrder.ANY) {
      assertThat(found).as(description).isEqualTo(expected);
    } else if (search.limit().isEmpty()) {
      assertThat(found).as(description).containsExactlyInAnyOrderElementsOf(expected);
    } else {
      assertThat(found).as(description).hasSameSizeAs(expected);
    }
    assertThat(tally(blocks, search)).as(description).isEqualTo(tally(plain, search));
  }

  /// Counts over the paths that rows have; bins, values and clients must be the same.
  private static String tally(EventStore store, EventSearch search) {
    EventSearch whole =
        new EventSearch(
            search.artifacts(),
            search.clients(),
            search.eventTime(),
            search.ingestTime(),
            search.predicate(),
            null,
            EventOrder.ANY,
            OptionalLong.empty(),
            search.lsnFrom(),
            search.lsnBound());
    TimeRange range = new TimeRange(TestEvents.TEN, TestEvents.TEN + 300_000 * TestEvents.SECOND);
    List<String> counted = new ArrayList<>();
    for (boolean wantsMore : List.of(true, false)) {
      List<List<String>> paths =
          wantsMore
              ? List.of(
                  List.of("a"), List.of("a", "b", "a"), List.of("_Source"), List.of("Hostname"))
              : List.of();
      EventTally tally = new EventTally(range, 17, paths, wantsMore);
      store.tally(whole, tally, () -> true);
      EventCounts counts = tally.counts(1_000);
      counted.add(
          List.of(
                  counts.rows(),
                  counts.complete(),
                  counts.binsExact(),
                  Arrays.toString(counts.bins()),
                  counts.facets(),
                  counts.clients(),
                  String.valueOf(counts.span()))
              .toString());
    }
    return String.join("\n", counted);
  }

  private static List<String> read(EventStore store, EventSearch search) {
    List<String> rows = new ArrayList<>();
    try (EventStream events = store.find(search)) {
      for (Event event = events.next(); event != null; event = events.next()) {
        rows.add(event.lsn() + " " + event.id() + " " + Json.write(event));
      }
    }
    return rows;
  }

  private static EventSearch search(Random random, long end) {
    EventSearch search = EventSearch.all();
    if (random.nextInt(3) > 0) {
      search = search.withArtifacts(some(random, RandomRows.ARTIFACTS));
    }
    if (random.nextInt(3) == 0) {
      search = search.withClients(some(random, RandomRows.CLIENTS));
    }
    if (random.nextInt(4) == 0) {
      search = search.withEventTime(range(random));
    }
    if (random.nextInt(4) == 0) {
      search = search.withIngestTime(range(random));
    }
    if (random.nextInt(4) > 0) {
      search = search.withPredicate(predicate(random, 0));
    }
    if (random.nextInt(3) == 0) {
      search = search.withColumns(some(random, List.of("a", "b", "ClientId", "Hostname", "_ts")));
    }
    if (random.nextInt(4) == 0) {
      search = search.withLimit(random.nextInt(20));
    }
    if (random.nextInt(4) == 0) {
      search = search.withLsnBound(random.nextLong(end + 1));
    }
    if (random.nextInt(6) == 0) {
      search = search.withLsnFrom(random.nextLong(end + 1));
    }
    return search.withOrder(EventOrder.values()[random.nextInt(3)]);
  }

  private static TimeRange range(Random random) {
    long from = TestEvents.TEN + random.nextInt(300_000) * TestEvents.SECOND;
    return switch (random.nextInt(3)) {
      case 0 -> new TimeRange(from, Long.MAX_VALUE);
      case 1 -> new TimeRange(Long.MIN_VALUE, from);
      default -> new TimeRange(from - 40_000 * TestEvents.SECOND, from);
    };
  }

  private static <T> Set<T> some(Random random, List<T> of) {
    Set<T> some = new HashSet<>();
    for (T one : of) {
      if (random.nextBoolean()) {
        some.add(one);
      }
    }
    return some;
  }

  private static EventPredicate predicate(Random random, int depth) {
    List<List<String>> paths =
        List.of(
            List.of("a"),
            List.of("b"),
            List.of("a", "a"),
            List.of("a", "b", "a"),
            List.of("é\""),
            List.of("n"),
            List.of("k2"),
            List.of("k".repeat(600)),
            List.of("list"),
            List.of("ClientId"),
            List.of("Hostname"),
            List.of("_ts"),
            List.of("_Writer"),
            List.of("absent"));
    List<String> path = paths.get(random.nextInt(paths.size()));
    return switch (random.nextInt(depth > 2 ? 6 : 11)) {
      case 0, 1, 2 -> new EventPredicate.Equal(path, value(random));
      case 3 -> {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          values.add(value(random));
        }
        yield new EventPredicate.In(path, Arrays.asList(values.toArray()));
      }
      case 4 -> new EventPredicate.Present(path);
      case 5 ->
          new EventPredicate.Range(
              path,
              random.nextBoolean() ? value(random) : null,
              random.nextBoolean(),
              random.nextBoolean() ? value(random) : null,
              random.nextBoolean());
      case 6 -> EventPredicate.and(predicate(random, depth + 1), predicate(random, depth + 1));
      case 7 -> EventPredicate.or(predicate(random, depth + 1), predicate(random, depth + 1));
      case 9 -> new EventPredicate.Matches(path, random.nextBoolean() ? "[xy]" : "windows");
      case 8 -> new EventPredicate.Not(predicate(random, depth + 1));
      default -> new EventPredicate.Opaque("f()");
    };
  }

  private static @Nullable Object value(Random random) {
    String text =
        switch (random.nextInt(12)) {
          case 0 -> "\"" + RandomRows.CLIENTS.get(random.nextInt(4)).value() + "\"";
          case 1 -> "\"ws-0001\"";
          case 2 -> "[1]";
          case 3 -> "{\"a\":1}";
          default -> RandomRows.WORDS.get(random.nextInt(RandomRows.WORDS.size()));
        };
    return Json.read(text.getBytes(StandardCharsets.UTF_8), Json.ReadOptions.DEFAULT.withTimes());
  }
}
