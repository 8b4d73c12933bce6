package dev.spoor.launcher;

import dev.spoor.evtx.EvtxFile;
import dev.spoor.evtx.EvtxOptions;
import dev.spoor.evtx.EvtxRecord;
import dev.spoor.evtx.plugin.EventRow;
import dev.spoor.evtx.plugin.ValueStyle;
import dev.spoor.host.recording.JsonObjects;
import dev.spoor.vql.value.Row;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Events in a file: an event log, JSON, or JSON in a zip or gzip.
final class EventFile {
  // what a file may unpack to
  private static final long MAX_UNPACKED = 64L << 30;

  private EventFile() {}

  /// @param problems is told what could not be read
  static void read(Path file, Consumer<Row> rows, Consumer<String> problems) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".evtx")) {
      evtx(file, rows, problems);
    } else if (name.endsWith(".zip")) {
      try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file))) {
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          if (!entry.isDirectory()) {
            String member = entry.getName();
            JsonObjects.read(new Bounded(in), rows, p -> problems.accept(member + ": " + p));
          }
        }
      }
    } else {
      try (InputStream raw = Files.newInputStream(file);
          InputStream in = name.endsWith(".gz") ? new Bounded(new GZIPInputStream(raw)) : raw) {
        JsonObjects.read(in, rows, problems);
      }
    }
  }

  private static void evtx(Path file, Consumer<Row> rows, Consumer<String> problems)
      throws IOException {
    // rules compare with what the event viewer shows
    EventRow shape = new EventRow(ValueStyle.SHOWN);
    EvtxOptions options =
        EvtxOptions.DEFAULT.withProblems(problem -> problems.accept(problem.toString()));
    try (EvtxFile log = EvtxFile.open(file, options)) {
      for (EvtxRecord record = log.next(); record != null; record = log.next()) {
        rows.accept(shape.row(record));
      }
    }
  }

  private static final class Bounded extends FilterInputStream {
    private long left = MAX_UNPACKED;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return count(super.read(), 1);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      return count(read, Math.max(0, read));
    }

    private int count(int result, int size) throws IOException {
      left -= size;
      if (left < 0) {
        throw new IOException("unpacks to more than " + MAX_UNPACKED + " bytes");
      }
      return result;
    }
  }
}
