package dev.spoor.host.log;

import dev.spoor.evtx.EvtxGap;
import dev.spoor.evtx.EvtxInput;
import dev.spoor.evtx.plugin.Bookmarks;
import dev.spoor.evtx.plugin.EventLogFiles;
import dev.spoor.evtx.plugin.ParseEvtx;
import dev.spoor.evtx.plugin.WatchEvtx;
import dev.spoor.host.source.EventLoss;
import dev.spoor.host.source.EventPosition;
import dev.spoor.host.source.EventWatch;
import dev.spoor.host.source.SourceStatus;
import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.value.RowStream;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The plugins that read Windows event logs from files, on any system.
public final class EventLogPlugins {
  public static final Signature PARSE_EVTX =
      Signature.named("parse_evtx", "Reads Windows event log files: one row for each record.")
          .required("filename", ArgumentType.STRINGS, "the files of the logs")
          .optional("accessor", ArgumentType.STRING, "how the files are opened")
          .optional("messagedb", ArgumentType.STRING, "a database with the texts of messages")
          .optional(
              "recover",
              ArgumentType.BOOL,
              "also give deleted records that lie in unused parts; adds the column Recovered")
          .optional("xml", ArgumentType.BOOL, "add the column XML: the event as XML")
          .optional(
              "as_shown",
              ArgumentType.BOOL,
              "keep hexadecimal numbers and GUIDs as the text that the event viewer shows")
          .needs(Permissions.of("FILESYSTEM_READ"))
          .build();

  public static final Signature WATCH_EVTX =
      Signature.named("watch_evtx", "Follows a Windows event log: one row for each new record.")
          .required("filename", ArgumentType.STRINGS, "the files of the logs")
          .optional("accessor", ArgumentType.STRING, "how the files are opened")
          .optional("messagedb", ArgumentType.STRING, "a database with the texts of messages")
          .optional(
              "as_shown",
              ArgumentType.BOOL,
              "keep hexadecimal numbers and GUIDs as the text that the event viewer shows")
          .needs(Permissions.of("MACHINE_STATE"))
          .build();

  /// Files of this machine by their path.
  public static final EventLogFiles LOCAL_FILES = EventLogPlugins::open;

  private EventLogPlugins() {}

  private static EvtxInput open(String accessor, String filename) throws IOException {
    switch (accessor) {
      case "", "auto", "file" -> {}
      default -> throw new IOException("the accessor " + accessor + " is unknown; known: file");
    }
    try {
      return EvtxInput.open(Path.of(filename));
    } catch (InvalidPathException e) {
      throw new IOException("that is not a path: " + e.getReason(), e);
    }
  }

  /// `parse_evtx()` over these files.
  public static VqlPlugin parse(EventLogFiles files) {
    return VqlPlugin.of(PARSE_EVTX, call -> ParseEvtx.open(call, files));
  }

  /// `watch_evtx()` over these files, for the queries of one watch.
  ///
  /// @param folder where the place of the query in each log is kept; null to keep none
  public static VqlPlugin watch(EventLogFiles files, EventWatch watch, @Nullable Path folder) {
    return VqlPlugin.of(WATCH_EVTX, call -> follow(call, files, watch, folder));
  }

  private static RowStream follow(
      PluginCall call, EventLogFiles files, EventWatch watch, @Nullable Path folder) {
    Bookmarks bookmarks =
        folder == null || watch.query().isEmpty()
            ? Bookmarks.NONE
            : new BookmarkFolder(folder, watch.query());
    Progress progress = new Progress(call, watch);
    RowStream rows = WatchEvtx.open(call, files, bookmarks, progress);
    watch.opened(progress, progress::status);
    return rows;
  }

  /// What is told about a watch.
  private static final class Progress implements WatchEvtx.Listener {
    private final PluginCall call;
    private final EventWatch watch;
    private volatile @Nullable Instant completeUpTo;

    Progress(PluginCall call, EventWatch watch) {
      this.call = call;
      this.watch = watch;
    }

    @Override
    public void complete(Instant upTo) {
      completeUpTo = upTo;
      watch.reached(this, EventPosition.at(upTo));
    }

    @Override
    public void lost(String filename, EvtxGap gap, Instant since) {
      watch.lost(
          new EventLoss(
              gap.count(), false, filename + ": " + gap, since, call.run().clock().instant()));
    }

    SourceStatus status() {
      return new SourceStatus("event log file", false, null, completeUpTo);
    }
  }
}
