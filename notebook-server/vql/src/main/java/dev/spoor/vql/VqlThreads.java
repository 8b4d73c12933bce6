package dev.spoor.vql;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// The threads that parser and evaluator need: 16 MiB of stack, so that the counted depth is
/// reached before the stack ends. Rows are pulled by the thread that calls `next`: use one of these
/// for that.
public final class VqlThreads {
  public static final long STACK_BYTES = 16L << 20;

  private VqlThreads() {}

  /// Makes daemon threads with a deep stack, named `prefix-1`, `prefix-2`, …
  public static ThreadFactory factory(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return work -> create(prefix + "-" + number.incrementAndGet(), work);
  }

  static Thread create(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }

  /// Runs work on a thread of its own with a deep stack and waits for its result.
  public static <T> T call(Callable<T> work) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        create(
            "vql-call",
            () -> {
              try {
                result.complete(work.call());
              } catch (Throwable fault) {
                result.completeExceptionally(fault);
              }
            });
    thread.start();
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception fault) {
        throw fault;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  /// The one thread that ends runs whose time is over.
  static final class Deadlines {
    static final ScheduledExecutorService TIMER = timer();

    private Deadlines() {}

    private static ScheduledExecutorService timer() {
      ScheduledThreadPoolExecutor timer =
          new ScheduledThreadPoolExecutor(
              1,
              work -> {
                Thread thread = Executors.defaultThreadFactory().newThread(work);
                thread.setName("vql-deadlines");
                thread.setDaemon(true);
                return thread;
              });
      timer.setRemoveOnCancelPolicy(true);
      return timer;
    }
  }
}
