package dev.spoor.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// What an agent keeps: `agent.yaml` (its owner's decisions), `identity/` (key and certificates),
/// `spool/` (rows on their way), the last monitoring table, how far each source came. One process
/// at a time, by a lock.
record AgentFolder(Path path) {
  static final String DEFAULT = "data/agent";
  static final String VARIABLE = "SPOOR_AGENT_DATA";

  static AgentFolder of(@Nullable Path option) {
    String variable = System.getenv(VARIABLE);
    return new AgentFolder(
        option != null ? option : Path.of(variable == null ? DEFAULT : variable));
  }

  Path identity() {
    return path.resolve("identity");
  }

  Path spool() {
    return path.resolve("spool");
  }

  Path table() {
    return path.resolve("table");
  }

  /// Keeps every other agent off this folder until it is closed.
  FileChannel lock() throws IOException {
    Files.createDirectories(path);
    FileChannel channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new IllegalArgumentException("another agent runs on " + path);
    }
    return channel;
  }
}
