package dev.spoor.vql.library;

import dev.spoor.vql.catalog.Cancellation;
import dev.spoor.vql.catalog.CancelledException;
import dev.spoor.vql.catalog.HeldRows;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Several streams at once, rows as they come. Each worker is a thread with a bounded share of the
/// buffer; closing wakes and ends them.
public final class MergedStream implements RowStream {
  private static final int BUFFER = 256;

  private final Supplier<@Nullable Supplier<RowStream>> tasks;
  private final @Nullable RowStream taskSource;
  private final Queue<Row> buffer = new ArrayDeque<>();
  private final Set<RowStream> open = new HashSet<>();
  private final Object taskLock = new Object();
  private final HeldRows held;
  private boolean givenOn;
  private int running;
  private boolean closed;
  private @Nullable Throwable fault;

  private MergedStream(
      Supplier<@Nullable Supplier<RowStream>> tasks,
      @Nullable RowStream taskSource,
      HeldRows held) {
    this.held = held;
    this.tasks = tasks;
    this.taskSource = taskSource;
  }

  /// One worker per part.
  public static RowStream of(PluginCall call, List<Supplier<RowStream>> parts) {
    Iterator<Supplier<RowStream>> left = parts.iterator();
    return of(call, () -> left.hasNext() ? left.next() : null, null, parts.size());
  }

  /// @param tasks the next stream to run, null when there are no more
  /// @param taskSource closed with this stream
  public static RowStream of(
      PluginCall call,
      Supplier<@Nullable Supplier<RowStream>> tasks,
      @Nullable RowStream taskSource,
      int workers) {
    MergedStream merged = new MergedStream(tasks, taskSource, HeldRows.of(call.run()));
    merged.held.runOutOfStep();
    merged.running = workers;
    Cancellation.Registration hook = call.cancellation().onCancel(merged::close);
    for (int i = 0; i < workers; i++) {
      call.run().fork("worker-" + call.hashCode() % 1000 + "-" + i, () -> merged.work(hook));
    }
    return merged;
  }

  private void work(Cancellation.Registration hook) {
    try {
      Supplier<RowStream> task = take();
      while (task != null) {
        RowStream stream = task.get();
        if (!enter(stream)) {
          stream.close();
          break;
        }
        try {
          for (Row row = stream.next(); row != null && put(row); row = stream.next()) {
            // put it into the buffer
          }
        } finally {
          leave(stream);
          stream.close();
          if (taskSource != null) {
            held.release(1);
          }
        }
        task = take();
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    } finally {
      done(hook);
    }
  }

  private @Nullable Supplier<RowStream> take() {
    synchronized (taskLock) {
      synchronized (this) {
        if (closed) {
          return null;
        }
      }
      Supplier<RowStream> task = tasks.get();
      if (task != null && taskSource != null) {
        // the row that this task is about is held until the task is done
        held.hold(1);
      }
      return task;
    }
  }

  private synchronized boolean enter(RowStream stream) {
    return !closed && open.add(stream);
  }

  private synchronized void leave(RowStream stream) {
    open.remove(stream);
  }

  private synchronized boolean put(Row row) {
    try {
      while (buffer.size() >= BUFFER && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    if (closed) {
      return false;
    }
    buffer.add(row);
    held.hold(1);
    notifyAll();
    return true;
  }

  private synchronized void fail(Throwable e) {
    if (!closed && fault == null) {
      fault = e;
    }
    notifyAll();
  }

  private synchronized void done(Cancellation.Registration hook) {
    if (--running == 0) {
      hook.close();
    }
    notifyAll();
  }

  @Override
  public @Nullable Row next() {
    Throwable failed;
    synchronized (this) {
      if (givenOn) {
        givenOn = false;
        held.release(1);
      }
      try {
        while (buffer.isEmpty() && running > 0 && !closed && fault == null) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException();
      }
      failed = fault;
      if (failed == null) {
        Row row = closed ? null : buffer.poll();
        givenOn = row != null;
        notifyAll();
        return row;
      }
    }
    close();
    if (failed instanceof RuntimeException e) {
      throw e;
    }
    throw new IllegalStateException(failed);
  }

  @Override
  public void close() {
    List<RowStream> streams;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      streams = List.copyOf(open);
      notifyAll();
    }
    streams.forEach(RowStream::close);
    if (taskSource != null) {
      taskSource.close();
    }
  }
}
