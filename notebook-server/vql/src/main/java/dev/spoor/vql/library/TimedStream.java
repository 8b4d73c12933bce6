package dev.spoor.vql.library;

import dev.spoor.vql.catalog.Cancellation;
import dev.spoor.vql.catalog.CancelledException;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Rows that end when they take too long, all together or one of them; the log says so.
final class TimedStream implements RowStream {
  private final PluginCall call;
  private final RowStream rows;
  private final Cancellation watching;
  private final AtomicLong given = new AtomicLong();
  private volatile boolean late;

  private TimedStream(PluginCall call, RowStream rows) {
    this.call = call;
    this.rows = rows;
    this.watching = call.cancellation().child();
  }

  /// @param timeout for all rows; zero for none
  /// @param progress from one row to the next; zero for none. It is noticed within twice the time.
  static RowStream of(PluginCall call, RowStream rows, Duration timeout, Duration progress) {
    if (timeout.isZero() && progress.isZero()) {
      return rows;
    }
    TimedStream timed = new TimedStream(call, rows);
    if (!timeout.isZero()) {
      timed.watch(
          () -> {
            timed.sleep(timeout);
            timed.expire("timeout", timeout);
          });
    }
    if (!progress.isZero()) {
      timed.watch(
          () -> {
            long before;
            do {
              before = timed.given.get();
              timed.sleep(progress);
            } while (timed.given.get() != before);
            timed.expire("progress_timeout", progress);
          });
    }
    return timed;
  }

  private void watch(Runnable work) {
    call.run()
        .fork(
            "timeout",
            () -> {
              try {
                work.run();
              } catch (CancelledException e) {
                // the rows ended in time
              }
            });
  }

  private void sleep(Duration time) {
    call.run().clock().sleep(time, watching);
  }

  private void expire(String what, Duration time) {
    late = true;
    call.log(LogLevel.WARN, "query: " + what + " of " + time.toMillis() + " ms is over");
    rows.close();
    watching.cancel();
  }

  @Override
  public @Nullable Row next() {
    Row row = rows.next();
    if (row == null || late) {
      // a row of a grouping or sorting may only have come because its source was closed
      watching.cancel();
      return null;
    }
    given.incrementAndGet();
    return row;
  }

  @Override
  public void close() {
    watching.cancel();
    rows.close();
  }
}
