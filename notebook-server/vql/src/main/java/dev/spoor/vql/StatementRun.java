package dev.spoor.vql;

import dev.spoor.vql.catalog.Cancellation;
import dev.spoor.vql.catalog.LimitException;
import dev.spoor.vql.catalog.VqlException;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The rows of one statement, with its cancellation and its time limit. `close` from another thread
/// wakes the reader, which then sees the end.
final class StatementRun implements RowStream {
  private final SessionRun session;
  private final Cancellation cancellation;
  private final @Nullable Future<?> deadline;
  private final ReentrantLock reading = new ReentrantLock();
  private @Nullable RowStream rows;
  private volatile boolean closed;

  private StatementRun(SessionRun session, Cancellation cancellation, Duration limit) {
    this.session = session;
    this.cancellation = cancellation;
    this.deadline = limit.isPositive() ? schedule(cancellation, limit) : null;
  }

  static Future<?> schedule(Cancellation cancellation, Duration limit) {
    return VqlThreads.Deadlines.TIMER.schedule(
        () ->
            cancellation.cancel(
                new LimitException(
                    LimitException.Limit.TIME,
                    "the query took longer than " + limit.toMillis() + " ms")),
        limit.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  static RowStream start(SessionRun session, Supplier<RowStream> open) {
    session.session().check();
    StatementRun run = new StatementRun(session, session.begin(), session.limits().time());
    try {
      run.rows = open.get();
      return run;
    } catch (StackOverflowError e) {
      run.close();
      throw tooDeep();
    } catch (RuntimeException | Error e) {
      run.close();
      throw e;
    }
  }

  private static LimitException tooDeep() {
    return new LimitException(
        LimitException.Limit.DEPTH, "the query needs more stack than its thread has");
  }

  @Override
  public @Nullable Row next() {
    if (closed) {
      return null;
    }
    reading.lock();
    try {
      RowStream stream = rows;
      Row row = stream == null ? null : stream.next();
      if (!closed) {
        // an end, or a row of a grouping or sorting, that only came because of a cancellation
        cancellation.check();
      }
      if (row == null) {
        close();
      }
      return row;
    } catch (VqlException e) {
      boolean closedHere = closed;
      close();
      if (closedHere) {
        return null;
      }
      throw e;
    } catch (StackOverflowError e) {
      close();
      throw tooDeep();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    } finally {
      reading.unlock();
      if (closed) {
        release();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    if (deadline != null) {
      deadline.cancel(false);
    }
    // operators are closed by the thread that reads; waking it is enough while it does
    cancellation.cancel();
    session.end(cancellation);
    release();
  }

  private void release() {
    if (reading.tryLock()) {
      try {
        RowStream stream = rows;
        rows = null;
        if (stream != null) {
          stream.close();
        }
      } finally {
        reading.unlock();
      }
    }
  }
}
