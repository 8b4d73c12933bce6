package dev.spoor.host.recording;

import dev.spoor.evtx.plugin.ValueStyle;
import dev.spoor.host.log.EventLogPlugins;
import dev.spoor.host.source.WatchPlugin;
import dev.spoor.host.source.WatchSignatures;
import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.VqlString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The event sources of a machine, bound to a recording: each plugin gives the rows of the part
/// that it would have seen, and the clock follows them. For one replay; its methods may be called
/// from many threads.
public final class RecordedSources {
  static final String WATCH_EVTX = "watch_evtx";
  private static final String WATCH_MONITORING = "watch_monitoring";
  private static final String TRACKER = "process_tracker";

  private final Recording recording;
  private final RecordingLimits limits;
  private final RecordingIndex index;
  private final SandboxClock clock;
  private final Map<String, Long> delivered = new TreeMap<>();
  private final TreeSet<String> missing = new TreeSet<>();
  private volatile @Nullable String failure;

  public RecordedSources(
      Recording recording, RecordingLimits limits, RecordingIndex index, SandboxClock clock) {
    this.recording = recording;
    this.limits = limits;
    this.index = index;
    this.clock = clock;
  }

  /// How many rows each source gave, by what it was asked for.
  public synchronized Map<String, Long> delivered() {
    return Map.copyOf(delivered);
  }

  /// Sources that were asked for and of which the recording has no part.
  public synchronized List<String> missing() {
    return List.copyOf(missing);
  }

  /// What made reading impossible; null if nothing did.
  public @Nullable String failure() {
    return failure;
  }

  /// Every source that can be recorded, `info()` and what looks at processes.
  public List<VqlPlugin> plugins() {
    List<VqlPlugin> plugins = new ArrayList<>();
    plugins.add(VqlPlugin.of(EventLogPlugins.WATCH_EVTX, call -> logs(call, WATCH_EVTX)));
    plugins.add(VqlPlugin.of(EventLogPlugins.PARSE_EVTX, call -> logs(call, "parse_evtx")));
    for (Signature signature : List.of(WatchPlugin.PROCESSES, WatchPlugin.LOGONS)) {
      plugins.add(VqlPlugin.of(signature, call -> all(call, signature.name())));
    }
    for (Signature signature : WatchSignatures.ALL) {
      plugins.add(VqlPlugin.of(signature, call -> open(call, signature.name())));
    }
    return plugins;
  }

  public List<VqlFunction> functions() {
    return List.of(VqlFunction.of(WatchSignatures.PROCESS_TRACKER_GET, this::tracked));
  }

  /// `watch_monitoring()` over the parts that name its artifacts.
  public VqlPlugin monitoring(Signature signature) {
    return VqlPlugin.of(
        signature,
        call -> {
          List<String> names = call.texts("artifact");
          return rows(
              call,
              WATCH_MONITORING + "(" + String.join(", ", names) + ")",
              part ->
                  part.source().equals(WATCH_MONITORING)
                      && names.stream()
                          .anyMatch(
                              name ->
                                  part.key().equals(name) || part.key().startsWith(name + "/")));
        });
  }

  private RowStream logs(PluginCall call, String plugin) {
    List<String> channels = call.texts("filename").stream().map(RecordedSources::channel).toList();
    return rows(
        call,
        plugin + "(" + String.join(", ", channels) + ")",
        part ->
            part.source().equals(WATCH_EVTX)
                && channels.stream().anyMatch(channel -> channel.equalsIgnoreCase(part.key())));
  }

  /// `…/Microsoft-Windows-Sysmon%4Operational.evtx` is the log of that channel.
  static String channel(String filename) {
    String slashes = filename.replace('\\', '/');
    String name = slashes.substring(slashes.lastIndexOf('/') + 1);
    if (name.toLowerCase(Locale.ROOT).endsWith(".evtx")) {
      name = name.substring(0, name.length() - 5);
    }
    return name.replace("%4", "/");
  }

  private RowStream all(PluginCall call, String plugin) {
    return rows(call, plugin, part -> part.source().equals(plugin));
  }

  private RowStream open(PluginCall call, String plugin) {
    List<String> given = new ArrayList<>();
    for (String name : call.names()) {
      if (WatchSignatures.NAMING.contains(name)) {
        given.addAll(call.texts(name));
      }
    }
    String shown = plugin + (given.isEmpty() ? "" : "(" + String.join(", ", given) + ")");
    RowStream rows =
        rows(
            call,
            shown,
            part ->
                part.source().equals(plugin)
                    && (part.key().isEmpty()
                        || given.isEmpty()
                        || given.stream().anyMatch(one -> names(one, part.key()))));
    return plugin.equals(WatchSignatures.YARA.name()) ? scanned(call, rows) : rows;
  }

  /// A scan is of these files; the recording has what was found in all.
  private static RowStream scanned(PluginCall call, RowStream rows) {
    List<String> files = call.texts("files").stream().map(RecordedSources::plain).toList();
    return new RowStream() {
      @Override
      public @Nullable Row next() {
        for (Row row = rows.next(); row != null; row = rows.next()) {
          Object path = LazyValue.force(row.get("OSPath"));
          if (path != null && files.contains(plain(path.toString()))) {
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

  /// Whether an argument means the part: the same name, or a query that has it in it.
  private static boolean names(String argument, String key) {
    String asked = plain(argument);
    String part = plain(key);
    return asked.equals(part) || (asked.indexOf(' ') >= 0 && asked.contains(part));
  }

  private static String plain(String text) {
    String plain =
        text.toLowerCase(Locale.ROOT).replace('\\', '/').replace("{", "").replace("}", "");
    plain = plain.startsWith("//./") ? plain.substring(4) : plain;
    return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
  }

  private RowStream rows(PluginCall call, String shown, Predicate<RecordingPart> wanted) {
    boolean known = index.parts().keySet().stream().anyMatch(wanted);
    synchronized (this) {
      delivered.merge(shown, 0L, Long::sum);
      if (!known) {
        missing.add(shown);
      }
    }
    if (!known) {
      call.log(LogLevel.ERROR, recording.name() + " has no part for " + shown);
      return RowStream.empty();
    }
    RecordingReader reader;
    try {
      ValueStyle style =
          call.has("as_shown") && call.bool("as_shown", false)
              ? ValueStyle.SHOWN
              : ValueStyle.TYPED;
      reader = recording.rows(limits, style, problem -> {});
    } catch (IOException e) {
      failure = recording.name() + " cannot be read: " + e.getMessage();
      throw new UncheckedIOException(e);
    }
    return new Part(call, reader, shown, wanted);
  }

  private final class Part implements RowStream {
    private final PluginCall call;
    private final RecordingReader reader;
    private final String shown;
    private final Predicate<RecordingPart> wanted;
    private volatile boolean closed;

    Part(PluginCall call, RecordingReader reader, String shown, Predicate<RecordingPart> wanted) {
      this.call = call;
      this.reader = reader;
      this.shown = shown;
      this.wanted = wanted;
    }

    @Override
    public synchronized @Nullable Row next() {
      try {
        while (!closed) {
          call.cancellation().check();
          RecordedRow row = reader.next();
          if (row == null) {
            break;
          }
          if (wanted.test(row.part())) {
            give(row.time());
            return row.row();
          }
        }
        reader.close();
        return null;
      } catch (IOException e) {
        failure = recording.name() + " cannot be read: " + e.getMessage();
        throw new UncheckedIOException(e);
      } catch (RecordingException e) {
        failure = String.valueOf(e.getMessage());
        throw call.refuse(String.valueOf(e.getMessage()));
      }
    }

    private void give(@Nullable Instant time) {
      if (time != null) {
        clock.reached(time);
      }
      synchronized (RecordedSources.this) {
        delivered.merge(shown, 1L, Long::sum);
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /// The process that the tracker knows by this id; null where the recording has none.
  private @Nullable Object tracked(FunctionCall call) {
    Map<String, Dict> processes = call.run().shared(TRACKER, this::readTracker);
    return processes.get(call.text("id"));
  }

  private Map<String, Dict> readTracker() {
    Map<String, Dict> processes = new TreeMap<>();
    if (index.parts().keySet().stream().noneMatch(part -> part.source().equals(TRACKER))) {
      return processes;
    }
    try (RecordingReader reader = recording.rows(limits, ValueStyle.TYPED, problem -> {})) {
      for (RecordedRow row = reader.next(); row != null; row = reader.next()) {
        if (row.part().source().equals(TRACKER)) {
          Object id = LazyValue.force(row.row().get("Pid"));
          if (id != null) {
            processes.put(
                id.toString(),
                new Dict()
                    .with("Id", VqlString.of(id.toString()))
                    .with("ParentId", row.row().get("Ppid"))
                    .with("Data", row.row()));
          }
        }
      }
      return processes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
