package dev.spoor.evtx.plugin;

import dev.spoor.evtx.EvtxBookmark;
import dev.spoor.evtx.EvtxGap;
import dev.spoor.evtx.EvtxRecord;
import dev.spoor.evtx.EvtxTail;
import dev.spoor.vql.catalog.CancelledException;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of `watch_evtx()`: what is added to some logs, without end. Reads when it is asked, so
/// a slow query loses nothing but what the log itself writes over. The bookmark of a record is kept
/// when the next one is asked for: after a restart a record may come again, but none is skipped.
public final class WatchEvtx implements RowStream {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final int KEEP_EVERY = 256;

  /// Is told what a watch does.
  public interface Listener {
    /// All records that were written before this moment have been given or counted.
    void complete(Instant upTo);

    /// Records are missing.
    ///
    /// @param since not before this moment
    void lost(String filename, EvtxGap gap, Instant since);
  }

  /// A log and how far it has been read.
  private final class Followed {
    final String filename;
    final EvtxTail tail;
    boolean failed;
    int unkept;

    Followed(String filename, String accessor, EventLogFiles files) {
      this.filename = filename;
      this.tail =
          new EvtxTail(
              () -> files.open(accessor, filename),
              bookmarks.find(filename),
              gap -> listener.lost(filename, gap, lastSeen()),
              problem -> call.log(LogLevel.ERROR, "watch_evtx: " + filename + ": " + problem));
    }

    // the last moment of which everything is known
    private Instant lastSeen() {
      EvtxBookmark last = tail.bookmark();
      Instant written = last == null ? null : last.written();
      return !resumed || written == null ? completeUpTo : written;
    }

    @Nullable EvtxRecord next() {
      try {
        if (unkept >= KEEP_EVERY) {
          keep();
        }
        EvtxRecord record = tail.next();
        failed = false;
        if (record == null) {
          keep();
        } else {
          unkept++;
        }
        return record;
      } catch (IOException e) {
        if (!failed) {
          failed = true;
          call.log(
              LogLevel.WARN,
              "watch_evtx: " + filename + ": " + ParseEvtx.reason(e) + "; will look again");
        }
        return null;
      }
    }

    private void keep() {
      EvtxBookmark reached = tail.bookmark();
      if (reached != null && (unkept > 0 || !begun)) {
        bookmarks.keep(filename, reached);
      }
      unkept = 0;
    }
  }

  private final PluginCall call;
  private final Bookmarks bookmarks;
  private final Listener listener;
  private final List<Followed> logs = new ArrayList<>();
  private final EventRow rows;
  private int turn;
  private boolean begun;
  // went on at a bookmark, and has not yet read all that was written meanwhile
  private boolean resumed;
  private Instant completeUpTo;
  private volatile boolean closed;

  private WatchEvtx(PluginCall call, EventLogFiles files, Bookmarks bookmarks, Listener listener) {
    this.call = call;
    this.bookmarks = bookmarks;
    this.listener = listener;
    this.rows = new EventRow(call.bool("as_shown", false) ? ValueStyle.SHOWN : ValueStyle.TYPED);
    this.completeUpTo = call.run().clock().instant();
    String accessor = call.text("accessor", "");
    for (String filename : call.texts("filename")) {
      logs.add(new Followed(filename, accessor, files));
    }
    if (call.has("messagedb")) {
      call.log(LogLevel.WARN, "watch_evtx: messagedb is not read; rows have no Message from it");
    }
  }

  public static RowStream open(
      PluginCall call, EventLogFiles files, Bookmarks bookmarks, Listener listener) {
    WatchEvtx stream = new WatchEvtx(call, files, bookmarks, listener);
    stream.begin();
    return stream;
  }

  // the end of each log is where it is now, not where it is when the first row is asked for
  private void begin() {
    for (Followed log : logs) {
      if (log.tail.bookmark() != null) {
        resumed = true;
      } else if (log.next() != null) {
        throw new IllegalStateException("a log without a bookmark begins at its end");
      }
    }
    begun = true;
    if (!resumed) {
      listener.complete(completeUpTo);
    }
  }

  @Override
  public @Nullable Row next() {
    while (!closed && !logs.isEmpty()) {
      Instant looked = call.run().clock().instant();
      for (int i = 0; i < logs.size() && !closed; i++) {
        EvtxRecord record = logs.get(turn).next();
        if (record != null) {
          return rows.row(record);
        }
        turn = (turn + 1) % logs.size();
      }
      completeUpTo = looked;
      resumed = false;
      listener.complete(looked);
      try {
        call.run().clock().sleep(LOOK_AGAIN, call.cancellation());
      } catch (CancelledException e) {
        if (closed) {
          return null;
        }
        throw e;
      }
    }
    return null;
  }

  @Override
  public void close() {
    closed = true;
  }
}
