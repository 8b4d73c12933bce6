package dev.spoor.agent.source;

import dev.spoor.agent.source.linux.AuditConfig;
import dev.spoor.agent.source.linux.LinuxProcessSource;
import dev.spoor.host.machine.MachineFacts;
import dev.spoor.host.machine.MachinePlugins;
import dev.spoor.host.source.EventSource;
import dev.spoor.host.source.EventWatch;
import dev.spoor.host.source.WatchPlugin;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.library.CoreLibrary;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What can be watched and asked on this machine: the pure library, the portable plugins, and those
/// event sources that this system has. Thread-safe.
public final class MachineEnvironment implements AutoCloseable {
  private final @Nullable LinuxProcessSource linuxProcesses;

  private MachineEnvironment(@Nullable LinuxProcessSource linuxProcesses) {
    this.linuxProcesses = linuxProcesses;
  }

  public static MachineEnvironment ofThisMachine(InstantSource clock) {
    boolean linux = MachineFacts.operatingSystem().equals("linux");
    return new MachineEnvironment(
        linux ? new LinuxProcessSource(AuditConfig.standard(), clock) : null);
  }

  /// The catalog of one query, whose sources report to this watch.
  public Catalog catalog(EventWatch watch) {
    List<VqlPlugin> sources = new ArrayList<>();
    EventSource processes = linuxProcesses;
    if (processes != null) {
      sources.add(WatchPlugin.of(WatchPlugin.PROCESSES, processes, watch));
    }
    List<String> absent = new ArrayList<>();
    if (processes == null) {
      absent.add(WatchPlugin.PROCESSES.name());
    }
    absent.add(WatchPlugin.EVENT_LOG.name());
    return CoreLibrary.catalog()
        .with(MachinePlugins.functions(), MachinePlugins.plugins())
        .without(List.of(), absent)
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
    if (linuxProcesses != null) {
      linuxProcesses.close();
    }
  }
}
