package dev.spoor.server.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.AcceptedRow;
import dev.spoor.server.event.EventPredicate;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventStoreStatus;
import dev.spoor.server.event.EventStream;
import dev.spoor.server.event.TimeOrigin;
import dev.spoor.server.event.lucene.LuceneEventStore;
import dev.spoor.server.event.lucene.LuceneStoreConfig;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.ingest.Journal;
import dev.spoor.server.ingest.JournalConfig;
import dev.spoor.server.ingest.StoreFeed;
import dev.spoor.vql.value.VqlString;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// `./spoor bench ingest [rows]`: generated rows through the real journal into the real store, as
/// fast as they are taken. Prints rows per second durable, searchable and committed, bytes per row,
/// and a few searches over the result.
public final class IngestBench {
  private static final int BATCH = 50;
  private static final int CLIENTS = 200;
  private static final int DISTINCT_ROWS = 30_000;
  private static final int IN_FLIGHT = 64;

  private final PrintStream out;
  private final byte[][] rows = new byte[DISTINCT_ROWS][];
  private final long[] nextSeq = new long[CLIENTS];
  private final Clock clock = Clock.systemUTC();

  private IngestBench(PrintStream out) {
    this.out = out;
    GeneratedRows generator = new GeneratedRows(42);
    long bytes = 0;
    for (int i = 0; i < rows.length; i++) {
      rows[i] = generator.row(i / BATCH % CLIENTS);
      bytes += rows[i].length;
    }
    print(
        "rows of %,d bytes on average, batches of %d, %d clients",
        bytes / rows.length, BATCH, CLIENTS);
  }

  public static void main(String[] args) throws Exception {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    Path folder = Files.createTempDirectory("spoor-bench");
    try {
      IngestBench bench = new IngestBench(System.out);
      bench.storeAlone(folder.resolve("alone"), count);
      bench.endToEnd(folder.resolve("end"), count);
    } finally {
      delete(folder);
    }
  }

  private void storeAlone(Path folder, int count) {
    try (LuceneEventStore store = LuceneEventStore.open(LuceneStoreConfig.in(folder))) {
      cpuBefore = cpu();
      long begin = System.nanoTime();
      long ingestTime = clock.millis() * 1_000_000L;
      for (int lsn = 0; lsn < count; lsn += BATCH) {
        store.append(batch(lsn, ingestTime + lsn));
      }
      await(store, count);
      report("store alone, searchable", count, begin);
      store.commit();
      report("store alone, committed", count, begin);
    }
  }

  private void endToEnd(Path folder, int count) throws Exception {
    Journal journal =
        new Journal(JournalConfig.in(folder.resolve("journal")), StorageFiles.ofDisk(), clock);
    try (journal;
        LuceneEventStore store =
            LuceneEventStore.open(LuceneStoreConfig.in(folder.resolve("events")))) {
      journal.start(store.replayFrom());
      try (StoreFeed feed = new StoreFeed(journal, store)) {
        feed.start();
        Deque<CompletableFuture<Journal.Appended>> waiting = new ArrayDeque<>();
        cpuBefore = cpu();
        long begin = System.nanoTime();
        for (int lsn = 0; lsn < count; lsn += BATCH) {
          waiting.add(journal.append(batch(0, 0)));
          if (waiting.size() >= IN_FLIGHT) {
            waiting.remove().get();
          }
        }
        while (!waiting.isEmpty()) {
          waiting.remove().get();
        }
        report("end to end, durable in the journal", count, begin);
        await(store, journal.endLsn());
        report("end to end, durable and searchable", count, begin);
        store.commit();
        report("end to end, committed in blocks", count, begin);
        EventStoreStatus status = store.status();
        print(
            "%,d rows in %,d blocks, %.0f bytes per row on disk (rows and index)",
            status.rows(), status.blocks(), (double) status.bytes() / status.rows());
        searches(store);
      }
    }
  }

  private void searches(LuceneEventStore store) {
    EventSearch processes = EventSearch.of(GeneratedRows.artifact(0));
    search(store, "first 50", processes.withLimit(50));
    search(store, "one client, whole rows", processes.withClients(Set.of(client(10))));
    search(
        store,
        "EventData.User = one of 420",
        processes.withPredicate(
            new EventPredicate.Equal(List.of("EventData", "User"), VqlString.of("CORP\\user17"))));
    search(
        store,
        "EventData.ProcessId = 4711",
        processes.withPredicate(
            new EventPredicate.Equal(List.of("EventData", "ProcessId"), 4711L)));
    search(
        store,
        "EventData.CommandLine =~ /ru, as far as the store decides it",
        processes
            .withColumns(Set.of("Hostname", "ClientId"))
            .withPredicate(new EventPredicate.Matches(List.of("EventData", "CommandLine"), "/ru")));
  }

  private void search(LuceneEventStore store, String name, EventSearch search) {
    long best = Long.MAX_VALUE;
    long found = 0;
    long scanned = 0;
    for (int i = 0; i < 5; i++) {
      long begin = System.nanoTime();
      found = 0;
      try (EventStream events = store.find(search)) {
        while (events.next() != null) {
          found++;
        }
        scanned = events.scanned();
      }
      best = Math.min(best, System.nanoTime() - begin);
    }
    print("%-62s %,9d rows of %,9d looked at, %8.1f ms", name, found, scanned, best / 1e6);
  }

  private AcceptedBatch batch(long lsn, long ingestTime) {
    int number = (int) (nextBatch++ % (DISTINCT_ROWS / BATCH));
    int client = number % CLIENTS;
    long now = ingestTime != 0 ? ingestTime : clock.millis() * 1_000_000L;
    List<AcceptedRow> accepted = new ArrayList<>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      accepted.add(new AcceptedRow(rows[number * BATCH + i], now, now, TimeOrigin.EMITTED));
    }
    long seq = nextSeq[client];
    nextSeq[client] += BATCH;
    return new AcceptedBatch(
        lsn,
        ingestTime,
        client(client),
        "ws-" + client,
        GeneratedRows.artifact(number),
        1,
        7,
        client,
        seq + 1,
        accepted);
  }

  private long nextBatch;
  private long cpuBefore;

  private static ClientId client(int number) {
    return new ClientId(String.format(Locale.ROOT, "C.%016x", number));
  }

  private static void await(LuceneEventStore store, long lsn) {
    while (store.visibleUpTo() < lsn) {
      LockSupport.parkNanos(200_000);
    }
  }

  private void report(String what, long count, long begin) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    print(
        "%-40s %,9.0f rows/s (%.1f s, %.1f us of CPU a row)",
        what, count / seconds, seconds, (cpu() - cpuBefore) / 1e3 / count);
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
