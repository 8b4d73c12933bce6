package dev.spoor.launcher;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A part of the start that needs nothing of the rest and runs beside it, so that the first page
/// comes soon.
final class Beside<T> {
  private static final int LIMIT_SECONDS = 60;

  private final String name;
  private final FutureTask<T> task;

  private Beside(String name, FutureTask<T> task) {
    this.name = name;
    this.task = task;
  }

  static <T> Beside<T> start(String name, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().name(name).daemon().start(task);
    return new Beside<>(name, task);
  }

  /// Waits for the part; fails as it failed, or when it takes more than a minute.
  T done() throws IOException {
    try {
      return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IOException(name + " did not start: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(name + " did not start within " + LIMIT_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + name + " started", e);
    }
  }
}
