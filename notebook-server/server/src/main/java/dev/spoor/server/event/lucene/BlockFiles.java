package dev.spoor.server.event.lucene;

import dev.spoor.host.storage.StorageFile;
import dev.spoor.host.storage.StorageFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The files `rows-0000.blk`, … of a partition: blocks one after another, only ever appended to.
/// Thread-safe.
final class BlockFiles {
  private final StorageFiles files;
  private final Path folder;
  private final long maxBytes;
  private final Map<Integer, StorageFile> readers = new HashMap<>();

  // of the file that is appended to; guarded by this
  private int current = -1;
  private long end;
  private @Nullable StorageFile out;
  private final Set<StorageFile> unforced = new HashSet<>();
  private final Set<StorageFile> full = new HashSet<>();
  private boolean madeFile;

  BlockFiles(StorageFiles files, Path folder, long maxBytes) {
    this.files = files;
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  private Path path(int file) {
    return folder.resolve(String.format(Locale.ROOT, "rows-%04d.blk", file));
  }

  /// Cuts off what no committed block needs. `ends` = end of the last block by file.
  synchronized void startAppending(Map<Integer, Long> ends) throws IOException {
    int last = ends.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
    for (Path path : files.list(folder)) {
      Path name = path.getFileName();
      String text = name == null ? "" : name.toString();
      if (text.startsWith("rows-") && text.endsWith(".blk")) {
        int file = Integer.parseInt(text, 5, text.length() - 4, 10);
        long keep = ends.getOrDefault(file, 0L);
        if (files.size(path) < keep) {
          throw new IOException(path + " ends before the blocks that the index has of it");
        }
        if (keep == 0 && file > last) {
          files.delete(path);
        } else if (files.size(path) > keep) {
          try (StorageFile cut = files.open(path, false)) {
            cut.truncate(keep);
            cut.force();
          }
        }
      }
    }
    if (last >= 0) {
      current = last;
      end = ends.getOrDefault(last, 0L);
      out = files.open(path(last), false);
    }
  }

  record Place(int file, long offset) {}

  /// Appends the blocks one after another to one file and returns where the first one begins.
  synchronized Place append(List<SealedBlock> blocks) throws IOException {
    long total = 0;
    ByteBuffer[] buffers = new ByteBuffer[blocks.size()];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = ByteBuffer.wrap(blocks.get(i).bytes());
      total += blocks.get(i).bytes().length;
    }
    StorageFile to = out;
    if (to == null || (end > 0 && end + total > maxBytes)) {
      to = nextFile();
    }
    Place place = new Place(current, end);
    unforced.add(to);
    to.write(end, buffers);
    end += total;
    return place;
  }

  /// Changes nothing when it fails: another append would write over blocks of the old file.
  private StorageFile nextFile() throws IOException {
    StorageFile next = files.open(path(current + 1), true);
    StorageFile before = out;
    current++;
    end = 0;
    out = next;
    madeFile = true;
    if (before != null) {
      // a commit may be forcing it just now
      full.add(before);
    }
    return next;
  }

  /// Makes everything durable that was appended before.
  void force() throws IOException {
    Set<StorageFile> dirty;
    StorageFile keep;
    boolean names;
    synchronized (this) {
      dirty = Set.copyOf(unforced);
      unforced.clear();
      keep = out;
      names = madeFile;
      madeFile = false;
    }
    for (StorageFile file : dirty) {
      file.force();
      if (!file.equals(keep)) {
        closeIfUnused(file);
      }
    }
    if (names) {
      files.forceFolder(folder);
    }
  }

  private synchronized void closeIfUnused(StorageFile file) throws IOException {
    if (!file.equals(out) && !unforced.contains(file)) {
      file.close();
    }
  }

  byte[] read(int file, long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    // an interrupt would close the file for everybody
    boolean interrupted = Thread.interrupted();
    try {
      try {
        read(reader(file), offset, ByteBuffer.wrap(bytes));
      } catch (ClosedChannelException closedByInterrupt) {
        interrupted |= Thread.interrupted();
        forget(file);
        read(reader(file), offset, ByteBuffer.wrap(bytes));
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return bytes;
  }

  private static void read(StorageFile from, long offset, ByteBuffer into) throws IOException {
    long at = offset;
    while (into.hasRemaining()) {
      int read = from.read(at, into);
      if (read < 0) {
        throw new IOException("a file of blocks ends at " + at + ", inside a block");
      }
      at += read;
    }
  }

  private synchronized StorageFile reader(int file) throws IOException {
    StorageFile known = readers.get(file);
    if (known == null) {
      known = files.open(path(file), false);
      readers.put(file, known);
    }
    return known;
  }

  private synchronized void forget(int file) throws IOException {
    StorageFile known = readers.remove(file);
    if (known != null) {
      known.close();
    }
  }

  synchronized long size() throws IOException {
    long size = 0;
    for (Path path : files.list(folder)) {
      if (path.toString().endsWith(".blk")) {
        size += files.size(path);
      }
    }
    return size;
  }

  synchronized void stopAppending() throws IOException {
    if (out != null) {
      out.close();
      out = null;
    }
    full.addAll(unforced);
    for (StorageFile file : full) {
      file.close();
    }
    full.clear();
    unforced.clear();
    current = -1;
  }

  synchronized void close() throws IOException {
    stopAppending();
    closeReaders();
  }

  synchronized void closeReaders() throws IOException {
    for (StorageFile file : readers.values()) {
      file.close();
    }
    readers.clear();
  }
}
