package dev.spoor.agent.spool;

import dev.spoor.host.storage.FaultyStorageFiles;
import dev.spoor.host.storage.StorageFile;
import dev.spoor.host.storage.StorageFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A disk whose `force` can be held up.
final class GatedFiles implements StorageFiles, AutoCloseable {
  private final FaultyStorageFiles inner = new FaultyStorageFiles();
  private final Semaphore gate = new Semaphore(1);

  void hold() {
    gate.acquireUninterruptibly();
  }

  void release() {
    gate.release();
  }

  /// The thread, once it waits; nothing if it does not within ten seconds.
  static Optional<Thread> awaitWaiting(Thread thread) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (System.nanoTime() < end) {
      if (thread.getState() == Thread.State.WAITING) {
        return Optional.of(thread);
      }
      Thread.onSpinWait();
    }
    return Optional.empty();
  }

  @Override
  public StorageFile open(Path path, boolean create) throws IOException {
    StorageFile file = inner.open(path, create);
    return new StorageFile() {
      @Override
      public void write(long position, ByteBuffer... buffers) throws IOException {
        file.write(position, buffers);
      }

      @Override
      public int read(long position, ByteBuffer into) throws IOException {
        return file.read(position, into);
      }

      @Override
      public long size() throws IOException {
        return file.size();
      }

      @Override
      public void truncate(long size) throws IOException {
        file.truncate(size);
      }

      @Override
      public void force() throws IOException {
        gate.acquireUninterruptibly();
        try {
          file.force();
        } finally {
          gate.release();
        }
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  @Override
  public boolean exists(Path path) {
    return inner.exists(path);
  }

  @Override
  public long size(Path path) throws IOException {
    return inner.size(path);
  }

  @Override
  public List<Path> list(Path folder) {
    return inner.list(folder);
  }

  @Override
  public void createFolders(Path folder) {
    inner.createFolders(folder);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    inner.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    inner.delete(path);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    inner.forceFolder(folder);
  }

  @Override
  public void close() {}
}
