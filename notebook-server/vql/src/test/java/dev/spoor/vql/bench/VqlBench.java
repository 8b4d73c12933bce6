package dev.spoor.vql.bench;

import com.sun.management.ThreadMXBean;
import dev.spoor.vql.Vql;
import dev.spoor.vql.VqlSession;
import dev.spoor.vql.VqlThreads;
import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.PermissionCheck;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Shape;
import dev.spoor.vql.value.ShapedRow;
import dev.spoor.vql.value.VqlString;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Filter, project and call over generated rows of ten columns: rows per second and bytes allocated
/// per row read.
public final class VqlBench {
  private static final Shape SHAPE =
      Shape.of(
          "Pid", "Ppid", "Image", "CommandLine", "User", "Time", "Size", "Score", "Flag", "Host");
  private static final String[][] QUERIES = {
    {"project", "SELECT Pid, Image, CommandLine FROM rows(n=%d)"},
    {"filter by number", "SELECT Pid FROM rows(n=%d) WHERE Size < 0"},
    {"filter by regex", "SELECT Pid FROM rows(n=%d) WHERE CommandLine =~ '(?:/ru)|(?:/p )'"},
    {"filter by word", "SELECT Pid FROM rows(n=%d) WHERE CommandLine =~ 'mimikatz'"},
    {
      "filter, project, call",
      "SELECT Pid, lowcase(string=Image) AS Image, Size / 1024 AS Kb, if(condition=Flag, then='y',"
          + " else='n') AS F FROM rows(n=%d) WHERE Pid > 10 AND CommandLine =~ 'cmd' AND NOT User ="
          + " 'x'"
    },
    {"group", "SELECT User, count() AS N, sum(item=Size) AS S FROM rows(n=%d) GROUP BY User"},
  };

  private VqlBench() {}

  /// @param args how many rows; a million if not given
  public static void main(String[] args) throws Exception {
    run(args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000, System.out::println);
  }

  /// Runs every query over `rows` rows, after a warm-up, and reports a line for each.
  public static void run(int rows, Consumer<String> report) throws Exception {
    VqlThreads.call(
        () -> {
          for (String[] query : QUERIES) {
            for (int i = 0; i < 3; i++) {
              measure(query[1].formatted(rows / 4));
            }
            Measured best = measure(query[1].formatted(rows));
            for (int i = 0; i < 2; i++) {
              Measured next = measure(query[1].formatted(rows));
              best = next.nanos < best.nanos ? next : best;
            }
            report.accept(
                String.format(
                    Locale.ROOT,
                    "vql %-22s %,12.0f rows/s %8.1f bytes/row",
                    query[0],
                    rows * 1e9 / best.nanos,
                    (double) best.bytes / rows));
          }
          return true;
        });
  }

  private record Measured(long nanos, long bytes) {}

  private static Measured measure(String query) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (VqlSession session =
        VqlSession.builder(Vql.pureCatalog().withPlugins(source()))
            .principal("bench", PermissionCheck.ALLOW_ALL)
            .build()) {
      long bytes = threads.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      try (RowStream rows = session.run(query)) {
        Row row = rows.next();
        while (row != null) {
          row = rows.next();
        }
      }
      long nanos = System.nanoTime() - start;
      return new Measured(nanos, threads.getCurrentThreadAllocatedBytes() - bytes);
    }
  }

  private static VqlPlugin source() {
    return VqlPlugin.of(
        Signature.named("rows", "Rows made beforehand, again and again.")
            .required("n", ArgumentType.INT, "how many")
            .needs(Permissions.none())
            .build(),
        VqlBench::rows);
  }

  private static RowStream rows(PluginCall call) {
    Row[] ready = new Row[1024];
    for (int i = 0; i < ready.length; i++) {
      ready[i] = row(i);
    }
    long n = call.integer("n", 0);
    return new RowStream() {
      private long at;

      @Override
      public @Nullable Row next() {
        return at >= n ? null : ready[(int) (at++ & 1023)];
      }

      @Override
      public void close() {
        at = n;
      }
    };
  }

  private static Row row(int i) {
    String command =
        i % 7 == 0
            ? "cmd.exe /c schtasks /Create /ru system /tn Job"
            : "svchost.exe -k netsvcs -p -s Schedule";
    return new ShapedRow(
        SHAPE,
        new @Nullable Object[] {
          (long) i,
          4L,
          VqlString.of("C:\\Windows\\System32\\Program" + i % 50 + ".exe"),
          VqlString.of(command + i),
          VqlString.of("user" + i % 10),
          1_764_000_000L + i,
          (long) i * 1000,
          i / 3.0,
          i % 2 == 0,
          VqlString.of("host" + i % 100)
        });
  }
}
