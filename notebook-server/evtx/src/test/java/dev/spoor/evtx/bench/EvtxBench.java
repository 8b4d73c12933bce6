package dev.spoor.evtx.bench;

import dev.spoor.evtx.EvtxFile;
import dev.spoor.evtx.EvtxInput;
import dev.spoor.evtx.EvtxOptions;
import dev.spoor.evtx.EvtxRecord;
import dev.spoor.evtx.TestChunk;
import dev.spoor.evtx.XmlWriter;
import dev.spoor.evtx.plugin.EventRow;
import dev.spoor.evtx.plugin.ValueStyle;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.JsonWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Event logs to XML, to rows and to JSON lines on one core, beside `evtxexport` of libevtx-utils
/// on the same files: records and megabytes a second. The files are the arguments, or those beside
/// the project that have at least 300 records, or a log written for the purpose.
///
/// `evtxexport` is counted by its CPU time; what it takes to read a log of one record, its start,
/// is taken off. Ours is wall time of one thread, warm and, for the first round, cold.
public final class EvtxBench {
  private static final int ROUNDS = 12;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private record Log(Path file, byte[] bytes) {}

  private record Pass(long records, long nanos) {}

  /// One way to read a log.
  private interface Way {
    long read(EvtxFile file) throws IOException;
  }

  private EvtxBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    List<Log> logs = logs(args);
    long bytes = logs.stream().mapToLong(log -> log.bytes.length).sum();
    double theirs = evtxexport(logs);
    XmlWriter xml = new XmlWriter();
    OutputStream nowhere = OutputStream.nullOutputStream();
    EventRow rows = new EventRow(ValueStyle.TYPED);
    JsonWriter json = new JsonWriter(Json.WriteOptions.PLAIN);
    report("parse", logs, bytes, theirs, file -> each(file, record -> {}));
    report(
        "xml",
        logs,
        bytes,
        theirs,
        file ->
            each(
                file,
                record -> {
                  xml.reset();
                  record.accept(xml);
                  xml.writeTo(nowhere);
                }));
    report("rows", logs, bytes, theirs, file -> each(file, record -> rows.row(record)));
    report(
        "json lines",
        logs,
        bytes,
        theirs,
        file ->
            each(
                file,
                record -> {
                  json.reset();
                  json.value(rows.row(record)).raw('\n').writeTo(nowhere);
                }));
  }

  private interface Use {
    void take(EvtxRecord record) throws IOException;
  }

  private static long each(EvtxFile file, Use use) throws IOException {
    long count = 0;
    for (EvtxRecord record = file.next(); record != null; record = file.next()) {
      use.take(record);
      count++;
    }
    return count;
  }

  private static void report(String name, List<Log> logs, long bytes, double theirs, Way way)
      throws IOException {
    Pass cold = pass(logs, way);
    Pass best = cold;
    for (int i = 0; i < ROUNDS; i++) {
      Pass next = pass(logs, way);
      best = next.nanos < best.nanos ? next : best;
    }
    double seconds = best.nanos / 1e9;
    System.out.println(
        String.format(
            Locale.ROOT,
            "evtx %-12s %,10.0f records/s %7.1f MB/s   first round %,10.0f records/s%s",
            name,
            best.records / seconds,
            bytes / 1e6 / seconds,
            cold.records * 1e9 / cold.nanos,
            theirs > 0
                ? String.format(
                    Locale.ROOT, "   %.1f times evtxexport", best.records / seconds / theirs)
                : ""));
  }

  private static Pass pass(List<Log> logs, Way way) throws IOException {
    long begun = THREADS.getCurrentThreadCpuTime();
    long records = 0;
    for (Log log : logs) {
      try (EvtxFile file = EvtxFile.read(EvtxInput.of(log.bytes), EvtxOptions.DEFAULT)) {
        records += way.read(file);
      }
    }
    return new Pass(records, THREADS.getCurrentThreadCpuTime() - begun);
  }

  /// Records a second of `evtxexport -f xml`; 0 where it is not installed.
  private static double evtxexport(List<Log> logs) throws IOException, InterruptedException {
    Path one = Files.createTempFile("one-record", ".evtx");
    try {
      Files.write(one, TestChunk.file(new TestChunk().event(1, "C:\\one.exe").bytes()));
      double start = Double.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        start = Math.min(start, cpuSeconds(one));
      }
      double total = 0;
      long records = 0;
      long bytes = 0;
      for (Log log : logs) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
          best = Math.min(best, cpuSeconds(log.file));
        }
        total += Math.max(0, best - start);
        bytes += log.bytes.length;
        try (EvtxFile file = EvtxFile.read(EvtxInput.of(log.bytes), EvtxOptions.DEFAULT)) {
          records += each(file, record -> {});
        }
      }
      System.out.println(
          String.format(
              Locale.ROOT,
              "evtx %-12s %,10.0f records/s %7.1f MB/s   %d files, %,d records, its start %.0f ms",
              "evtxexport",
              records / total,
              bytes / 1e6 / total,
              logs.size(),
              records,
              start * 1000));
      return records / total;
    } catch (IOException e) {
      System.out.println(
          "evtx evtxexport is not there: install libevtx-utils (" + e.getMessage() + ")");
      return 0;
    } finally {
      Files.delete(one);
    }
  }

  // bash's times: user and system time of a child, to the millisecond
  private static double cpuSeconds(Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                "TIMEFORMAT='%U %S'; command -v evtxexport >/dev/null || exit 9;"
                    + " time evtxexport -f xml \"$0\" >/dev/null 2>&1",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String last = "";
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
      }
    }
    if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() == 9) {
      throw new IOException("no evtxexport");
    }
    String[] times = last.split(" ", -1);
    return Double.parseDouble(times[0]) + Double.parseDouble(times[1]);
  }

  private static List<Log> logs(String[] args) throws IOException {
    List<Log> logs = new ArrayList<>();
    for (String name : args) {
      logs.add(new Log(Path.of(name), Files.readAllBytes(Path.of(name))));
    }
    String root = System.getProperty("spoor.root", ".");
    Path shared =
        Path.of(System.getProperty("spoor.shared", Path.of(root, "..", "shared").toString()))
            .resolve("conformance/detection");
    if (logs.isEmpty() && Files.isDirectory(shared)) {
      try (Stream<Path> all = Files.walk(shared)) {
        for (Path file : all.filter(f -> f.toString().endsWith(".evtx")).sorted().toList()) {
          byte[] bytes = Files.readAllBytes(file);
          try (EvtxFile log = EvtxFile.read(EvtxInput.of(bytes), EvtxOptions.DEFAULT)) {
            if (each(log, record -> {}) >= 300) {
              logs.add(new Log(file, bytes));
            }
          }
        }
      }
    }
    if (logs.isEmpty()) {
      byte[][] chunks = new byte[40][];
      long id = 1;
      for (int i = 0; i < chunks.length; i++) {
        TestChunk chunk = new TestChunk();
        while (chunk.hasRoom(3000)) {
          chunk.event(id, "C:\\Windows\\System32\\" + id++ + ".exe");
        }
        chunks[i] = chunk.bytes();
      }
      Path file = Files.createTempFile("bench", ".evtx");
      file.toFile().deleteOnExit();
      byte[] bytes = TestChunk.file(chunks);
      Files.write(file, bytes);
      logs.add(new Log(file, bytes));
    }
    return logs;
  }
}
