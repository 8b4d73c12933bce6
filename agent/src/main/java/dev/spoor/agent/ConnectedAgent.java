package dev.spoor.agent;

import dev.spoor.agent.channel.AgentSide;
import dev.spoor.agent.channel.ChannelConfig;
import dev.spoor.agent.channel.ServerChannel;
import dev.spoor.agent.channel.SpoolSink;
import dev.spoor.agent.monitoring.EventQueryRunner;
import dev.spoor.agent.source.MachineEnvironment;
import dev.spoor.agent.spool.Spool;
import dev.spoor.host.config.Settings;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.wire.MonitoringUpdate;
import dev.spoor.wire.StreamStatus;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An agent with a server, put together: event queries write to the spool, the channel sends it.
/// Queries of the stored table run before the server can be reached.
public final class ConnectedAgent implements AutoCloseable {
  private final FileChannel lock;
  private final MachineEnvironment machine;
  private final Spool spool;
  private final EventQueryRunner runner;
  private final ServerChannel channel;

  private ConnectedAgent(
      FileChannel lock,
      MachineEnvironment machine,
      Spool spool,
      EventQueryRunner runner,
      ServerChannel channel) {
    this.lock = lock;
    this.machine = machine;
    this.spool = spool;
    this.runner = runner;
    this.channel = channel;
  }

  /// Starts an agent on a folder that is enrolled.
  static ConnectedAgent start(AgentFolder folder, ChannelConfig config, InstantSource clock)
      throws IOException {
    AgentSettings settings = AgentSettings.read(folder.path(), Settings.environment());
    FileChannel lock = folder.lock();
    StorageFiles files = StorageFiles.ofDisk();
    SecureRandom random = new SecureRandom();
    Spool spool = new Spool(files, settings.spool(folder.spool()), clock, random::nextLong);
    spool.start();
    MachineEnvironment machine =
        MachineEnvironment.ofThisMachine(clock, folder.path().resolve("bookmarks"));
    SpoolSink sink = new SpoolSink(spool);
    Side side = new Side(machine, sink, settings.allowed());
    ServerChannel channel =
        ServerChannel.forIdentity(folder.identity(), config, spool, side, clock);
    EventQueryRunner runner =
        new EventQueryRunner(files, folder.table(), machine::catalog, sink, channel::log, clock);
    side.runner = runner;
    sink.onChange(channel::statusChanged);
    runner.start();
    channel.start();
    return new ConnectedAgent(lock, machine, spool, runner, channel);
  }

  boolean isConnected() {
    return channel.isConnected();
  }

  /// Sources end first; what they gave is then durable in the spool, and goes out next time.
  @Override
  public void close() throws IOException {
    runner.close();
    machine.close();
    channel.close();
    spool.close();
    lock.close();
  }

  private static final class Side implements AgentSide {
    private final MachineEnvironment machine;
    private final SpoolSink sink;
    private final List<String> allowed;
    private volatile @Nullable EventQueryRunner runner;

    Side(MachineEnvironment machine, SpoolSink sink, List<String> allowed) {
      this.machine = machine;
      this.sink = sink;
      this.allowed = allowed;
    }

    @Override
    public String agentVersion() {
      return AgentMain.VERSION;
    }

    @Override
    public Map<String, String> facts() {
      return AgentFacts.now();
    }

    @Override
    public List<String> capabilities() {
      return machine.capabilities();
    }

    @Override
    public List<String> allowed() {
      return allowed;
    }

    @Override
    public long tableVersion() {
      EventQueryRunner queries = runner;
      return queries == null ? 0 : queries.tableVersion();
    }

    @Override
    public void apply(MonitoringUpdate update) {
      EventQueryRunner queries = runner;
      if (queries != null) {
        queries.apply(update);
      }
    }

    @Override
    public List<StreamStatus> statuses() {
      return sink.statuses();
    }
  }
}
