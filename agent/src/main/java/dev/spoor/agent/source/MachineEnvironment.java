package dev.spoor.agent.source;

import dev.spoor.agent.source.linux.AuditConfig;
import dev.spoor.agent.source.linux.LinuxWatch;
import dev.spoor.host.log.EventLogPlugins;
import dev.spoor.host.machine.MachineFacts;
import dev.spoor.host.machine.MachinePlugins;
import dev.spoor.host.source.EventWatch;
import dev.spoor.host.source.WatchPlugin;
import dev.spoor.host.source.WatchSignatures;
import dev.spoor.host.text.TextParsers;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.library.CoreLibrary;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What can be watched and asked on this machine: the pure library, the portable plugins, and those
/// event sources that this system has. Thread-safe.
public final class MachineEnvironment implements AutoCloseable {
  private final @Nullable LinuxWatch linux;
  private final @Nullable Path bookmarks;

  private MachineEnvironment(@Nullable LinuxWatch linux, @Nullable Path bookmarks) {
    this.linux = linux;
    this.bookmarks = bookmarks;
  }

  /// For queries that do not go on where they stopped.
  public static MachineEnvironment ofThisMachine(InstantSource clock) {
    return ofThisMachine(clock, null);
  }

  /// @param bookmarks folder in which queries keep how far they have read files; null to keep none
  public static MachineEnvironment ofThisMachine(InstantSource clock, @Nullable Path bookmarks) {
    boolean isLinux = MachineFacts.operatingSystem().equals("linux");
    return new MachineEnvironment(
        isLinux ? new LinuxWatch(AuditConfig.standard(), clock) : null, bookmarks);
  }

  /// The catalog of one query, whose sources report to this watch.
  public Catalog catalog(EventWatch watch) {
    List<VqlPlugin> sources = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    WatchSignatures.ALL.forEach(signature -> absent.add(signature.name()));
    LinuxWatch watched = linux;
    if (watched == null) {
      absent.add(WatchPlugin.PROCESSES.name());
      absent.add(WatchPlugin.LOGONS.name());
    } else {
      sources.add(WatchPlugin.of(WatchPlugin.PROCESSES, watched.processes(), watch));
      sources.add(WatchPlugin.of(WatchPlugin.LOGONS, watched.logons(), watch));
    }
    // the portable one knows no query: this one keeps its place in the logs
    absent.add(EventLogPlugins.WATCH_EVTX.name());
    sources.add(EventLogPlugins.watch(EventLogPlugins.LOCAL_FILES, watch, bookmarks));
    return CoreLibrary.catalog()
        .with(TextParsers.functions(), TextParsers.plugins())
        .with(MachinePlugins.functions(), MachinePlugins.plugins())
        .without(List.of(WatchSignatures.PROCESS_TRACKER_GET.name()), absent)
        .with(List.of(), sources);
  }

  /// The names of all plugins and functions, as the agent announces them.
  public List<String> capabilities() {
    Catalog catalog = catalog(EventWatch.NOBODY);
    TreeSet<String> names = new TreeSet<>(catalog.plugins().keySet());
    names.addAll(catalog.functions().keySet());
    return List.copyOf(names);
  }

  @Override
  public void close() {
    if (linux != null) {
      linux.close();
    }
  }
}
