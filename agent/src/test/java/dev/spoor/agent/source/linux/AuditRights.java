package dev.spoor.agent.source.linux;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;

/// The machine's audit system for one test at a time: only one process can own it.
public final class AuditRights implements AutoCloseable {
  private final FileChannel file;
  private final FileLock lock;

  private AuditRights(FileChannel file, FileLock lock) {
    this.file = file;
    this.lock = lock;
  }

  /// Waits for the machine; skips the test where audit is not allowed.
  public static AuditRights take() throws IOException {
    try (AuditControl control = AuditControl.open()) {
      control.status();
    } catch (IOException | LinkageError e) {
      System.err.println("NOT RUN: no audit rights (" + e.getMessage() + ")");
      Assumptions.abort("NOT RUN: no audit rights");
    }
    FileChannel file =
        FileChannel.open(
            Path.of("/tmp/spoor-audit-test.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    return new AuditRights(file, file.lock());
  }

  @Override
  public void close() throws IOException {
    lock.release();
    file.close();
  }
}
