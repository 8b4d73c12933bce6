package dev.spoor.server.notebook.run;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Views of ended runs: which row stands where when a result is sorted or searched. The order is
/// computed once over the whole stored result, on threads of its own, and the last few are kept.
/// Thread-safe.
final class ResultViews implements AutoCloseable {
  /// Two, so that one long sort does not hold up everybody.
  private static final int THREADS = 2;

  /// Each is at most four megabytes.
  private static final int KEPT = 16;

  private static final int MAX_PAGE_BYTES = 16 << 20;

  private record Key(String run, RowView view) {}

  private final Path folder;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().name("spoor-results-", 0).daemon().factory());
  private final Map<Key, Future<int[]>> kept = new LinkedHashMap<>(KEPT, 0.75f, true);

  ResultViews(Path folder) {
    this.folder = folder;
  }

  RowSlice read(String run, RowView view, long offset, int limit) throws IOException {
    int[] order = order(new Key(run, view));
    List<byte[]> rows = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    long bytes = 0;
    try (ResultFile file = ResultFile.openForReading(folder, run)) {
      for (long i = offset; i < Math.min(order.length, offset + limit); i++) {
        byte[] row = file.read(order[(int) i], 1).getFirst();
        bytes += row.length;
        if (bytes > MAX_PAGE_BYTES && !rows.isEmpty()) {
          break;
        }
        rows.add(row);
        numbers.add((long) order[(int) i]);
      }
    }
    return new RowSlice(rows, numbers, order.length);
  }

  private int[] order(Key key) throws IOException {
    Future<int[]> order;
    synchronized (kept) {
      order = kept.computeIfAbsent(key, k -> threads.submit(() -> compute(k)));
      if (kept.size() > KEPT) {
        kept.remove(kept.keySet().iterator().next());
      }
    }
    try {
      return order.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new SpoorException(ErrorCode.CANCELLED, "reading the rows was interrupted");
    } catch (ExecutionException e) {
      synchronized (kept) {
        kept.remove(key, order);
      }
      switch (e.getCause()) {
        case SpoorException known -> throw known;
        case IOException io -> throw io;
        case null, default ->
            throw new SpoorException(
                ErrorCode.INTERNAL, "the rows cannot be ordered", List.of(), e.getCause());
      }
    }
  }

  private int[] compute(Key key) throws IOException {
    try (ResultFile file = ResultFile.openForReading(folder, key.run())) {
      RowView view = key.view();
      int[] rows =
          view.find().isEmpty()
              ? IntStream.range(0, (int) file.rows()).toArray()
              : RowFinder.find(file, view.find());
      return view.sort() == null
          ? rows
          : SortKeys.sort(file, view.sort(), view.isDescending(), rows);
    }
  }

  void forget(String run) {
    synchronized (kept) {
      kept.keySet().removeIf(key -> key.run().equals(run));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
