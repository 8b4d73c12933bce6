package dev.spoor.vql.library;

import static dev.spoor.vql.catalog.ArgumentType.BOOL;
import static dev.spoor.vql.catalog.ArgumentType.FLOAT;
import static dev.spoor.vql.catalog.ArgumentType.INT;
import static dev.spoor.vql.catalog.ArgumentType.LAMBDA;
import static dev.spoor.vql.catalog.ArgumentType.QUERY;
import static dev.spoor.vql.catalog.ArgumentType.STRING;
import static dev.spoor.vql.catalog.ArgumentType.TIME;

import dev.spoor.vql.catalog.Cancellation;
import dev.spoor.vql.catalog.Lambda;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.RunContext;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlClock;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.plan.Lazy;
import dev.spoor.vql.plan.TimeRow;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Plugins for queries that do not end. All waiting is on the clock of the session.
final class EventPlugins {
  private EventPlugins() {}

  static List<VqlPlugin> all() {
    return List.of(
        VqlPlugin.of(
            Signature.named("clock", "A row with the time, again and again.")
                .optional("period", FLOAT, "seconds between rows, 1")
                .optional("ms", INT, "milliseconds between rows")
                .optional("start", TIME, "the first row; at once if that is past")
                .needs(Permissions.none())
                .build(),
            EventPlugins::clock),
        VqlPlugin.of(
            Signature.named("delay", "Gives each row some seconds after it came.")
                .required("query", QUERY, "the rows")
                .required("delay", FLOAT, "seconds")
                .needs(Permissions.none())
                .build(),
            EventPlugins::delay),
        VqlPlugin.of(
            Signature.named("dedup", "Leaves out rows whose key came a short while ago.")
                .required("query", QUERY, "the rows")
                .required("key", LAMBDA, "the key of a row: `x=>x.Name`")
                .optional("timeout", FLOAT, "seconds, 60")
                .optional("size", INT, "how many keys are remembered, 1000")
                .needs(Permissions.none())
                .build(),
            EventPlugins::dedup),
        VqlPlugin.of(
            Signature.named("diff", "Reruns a query and gives what was added or removed.")
                .required("query", QUERY, "what is run")
                .required("key", STRING, "the column that tells rows apart")
                .optional("period", FLOAT, "seconds between runs, 60")
                .needs(Permissions.none())
                .build(),
            DiffStream::open),
        VqlPlugin.of(
            Signature.named("fifo", "The last rows of a query that goes on in the background.")
                .required("query", QUERY, "the rows")
                .optional("max_age", FLOAT, "seconds that a row is kept, 5")
                .optional("max_rows", INT, "how many rows are kept, 10")
                .optional("flush", BOOL, "forget the rows once they are given")
                .needs(Permissions.none())
                .build(),
            FifoWindow::open),
        VqlPlugin.of(
            Signature.named("sequence", "Rows of a query over what several queries gave lately.")
                .required("query", QUERY, "looks at the rows, which are named SEQUENCE")
                .optional("max_age", FLOAT, "seconds that a row is looked at, 30")
                .openArguments()
                .needs(Permissions.none())
                .build(),
            SequenceStream::open));
  }

  static Duration seconds(PluginCall call, String name, double absent) {
    double seconds = call.number(name, absent);
    if (!(seconds >= 0 && seconds < 1e9)) {
      throw call.refuse(name + " must be a number of seconds");
    }
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private static RowStream clock(PluginCall call) {
    Duration period =
        call.has("ms")
            ? Duration.ofMillis(Math.max(1, call.integer("ms", 1_000)))
            : seconds(call, "period", 1);
    if (period.isZero()) {
      throw call.refuse("period must be more than 0");
    }
    VqlClock clock = call.run().clock();
    Instant start = call.time("start");
    Instant first = start == null ? clock.instant().plus(period) : start;
    return new Ticks(clock, call.cancellation(), period, first);
  }

  private static final class Ticks implements RowStream {
    private final VqlClock clock;
    private final Cancellation cancellation;
    private final Duration period;
    private Instant due;

    Ticks(VqlClock clock, Cancellation cancellation, Duration period, Instant first) {
      this.clock = clock;
      this.cancellation = cancellation;
      this.period = period;
      this.due = first;
    }

    @Override
    public @Nullable Row next() {
      clock.awaitUntil(due, cancellation);
      Instant now = clock.instant();
      due = due.plus(period);
      // a reader that came late does not get what it missed
      if (due.isBefore(now)) {
        due = now.plus(period);
      }
      return new TimeRow(now);
    }

    @Override
    public void close() {
      cancellation.cancel();
    }
  }

  private static RowStream delay(PluginCall call) {
    Duration delay = seconds(call, "delay", 0);
    VqlClock clock = call.run().clock();
    RowStream source = ControlPlugins.open(call);
    RowStream stamped =
        new RowStream() {
          @Override
          public @Nullable Row next() {
            Row row = source.next();
            return row == null
                ? null
                : new Dict(2).with("due", clock.instant().plus(delay)).with("row", row);
          }

          @Override
          public void close() {
            source.close();
          }
        };
    RowStream buffered = MergedStream.of(call, List.of(() -> stamped));
    return new RowStream() {
      @Override
      public @Nullable Row next() {
        Row next = buffered.next();
        if (next == null || !(next.get("due") instanceof Instant due)) {
          return null;
        }
        clock.awaitUntil(due, call.cancellation());
        return (Row) next.get("row");
      }

      @Override
      public void close() {
        buffered.close();
        source.close();
      }
    };
  }

  private static RowStream dedup(PluginCall call) {
    Duration timeout = seconds(call, "timeout", 60);
    long size = Math.max(1, Math.min(1_000_000, call.integer("size", 1_000)));
    Lambda key = call.lambda("key");
    RunContext run = call.run();
    RowStream rows = ControlPlugins.open(call);
    Map<String, Instant> seen =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > size;
          }
        };
    return new RowStream() {
      @Override
      public @Nullable Row next() {
        for (Row row = rows.next(); row != null; row = rows.next()) {
          Object value = key == null ? row : key.call(call.scope(), row);
          String text = Values.toText(Lazy.finish(value, call.scope()));
          Instant now = run.clock().instant();
          Instant last = seen.get(text);
          if (last == null || !now.isBefore(last.plus(timeout))) {
            seen.remove(text);
            seen.put(text, now);
            return row;
          }
        }
        return null;
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }
}
