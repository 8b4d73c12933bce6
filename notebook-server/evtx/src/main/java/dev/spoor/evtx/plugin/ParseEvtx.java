package dev.spoor.evtx.plugin;

import dev.spoor.evtx.EvtxFile;
import dev.spoor.evtx.EvtxOptions;
import dev.spoor.evtx.EvtxProblem;
import dev.spoor.evtx.EvtxRecord;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.VqlString;
import java.io.IOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// The rows of `parse_evtx()`: the records of some files, one file after the other. What cannot be
/// read is a line in the query's log, and its neighbours are rows all the same.
public final class ParseEvtx implements RowStream {
  private static final int LOG_LINES = 50;

  private final PluginCall call;
  private final EventLogFiles files;
  private final String accessor;
  private final Iterator<String> names;
  private final EventRow rows;
  private final boolean xml;
  private final boolean recover;
  private volatile boolean closed;
  private @Nullable EvtxFile file;
  private String name = "";
  private int problems;

  private ParseEvtx(PluginCall call, EventLogFiles files) {
    this.call = call;
    this.files = files;
    this.accessor = call.text("accessor", "");
    this.names = call.texts("filename").iterator();
    this.rows = new EventRow(call.bool("as_shown", false) ? ValueStyle.SHOWN : ValueStyle.TYPED);
    this.xml = call.bool("xml", false);
    this.recover = call.bool("recover", false);
    if (call.has("messagedb")) {
      call.log(LogLevel.WARN, "parse_evtx: messagedb is not read; rows have no Message from it");
    }
  }

  public static RowStream open(PluginCall call, EventLogFiles files) {
    return new ParseEvtx(call, files);
  }

  @Override
  public synchronized @Nullable Row next() {
    while (!closed) {
      try {
        EvtxFile open = file;
        if (open == null) {
          if (!names.hasNext()) {
            return null;
          }
          open(names.next());
          continue;
        }
        EvtxRecord record = open.next();
        if (record != null) {
          return row(record);
        }
        shut();
      } catch (IOException e) {
        call.log(LogLevel.ERROR, "parse_evtx: " + name + ": " + reason(e));
        shut();
      }
      call.cancellation().check();
    }
    shut();
    return null;
  }

  private void open(String filename) throws IOException {
    name = filename;
    problems = 0;
    file =
        EvtxFile.read(
            files.open(accessor, filename),
            new EvtxOptions(
                recover, this::problem, () -> closed || call.cancellation().isCancelled()));
  }

  private Row row(EvtxRecord record) {
    Dict row = rows.row(record);
    if (xml) {
      row.set("XML", VqlString.of(record.xml()));
    }
    if (recover) {
      row.set("Recovered", record.isRecovered());
    }
    return row;
  }

  private void problem(EvtxProblem problem) {
    if (++problems <= LOG_LINES) {
      call.log(
          problem.isError() ? LogLevel.ERROR : LogLevel.WARN,
          "parse_evtx: "
              + name
              + ": "
              + problem
              + (problems == LOG_LINES ? " (no more lines about this file)" : ""));
    }
  }

  static String reason(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException ? "there is no such file" : e.toString();
  }

  private void shut() {
    EvtxFile open = file;
    file = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        call.log(LogLevel.DEBUG, "parse_evtx: " + name + ": " + e);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    // waits for the reader, who sees the flag after one chunk at most
    synchronized (this) {
      shut();
    }
  }
}
