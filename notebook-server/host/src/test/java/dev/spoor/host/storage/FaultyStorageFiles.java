package dev.spoor.host.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Files in memory that do what a bad day does: the n-th operation fails (a write after half of its
/// bytes), a kill keeps what was written, a power cut keeps what was forced and a random part of
/// the rest. Content may also be cut and flipped by hand. Thread-safe.
///
/// ```
/// var files = new FaultyStorageFiles();
/// files.failFrom(7, Op.WRITE, Op.FORCE);        // the 7th of these from now, and everything after
/// … run until it throws …
/// var after = files.powerCut(seed);             // what the next start finds
/// ```
public final class FaultyStorageFiles implements StorageFiles {
  /// What can be made to fail.
  public enum Op {
    OPEN,
    WRITE,
    FORCE,
    TRUNCATE,
    RENAME,
    DELETE,
    FORCE_FOLDER
  }

  private static final Set<Op> ALL = EnumSet.allOf(Op.class);

  private final SortedMap<Path, Content> live = new TreeMap<>();
  private final SortedMap<Path, Content> durable = new TreeMap<>();
  private Set<Op> counted = EnumSet.noneOf(Op.class);
  private long countdown = Long.MAX_VALUE;
  private boolean failsForEver;
  private boolean dead;
  private long operations;

  /// The `nth` (from 1) of these operations from now fails, and after it every operation: the
  /// process is as good as dead. Without `ops` every kind counts.
  public synchronized void failFrom(long nth, Op... ops) {
    arm(nth, true, ops);
  }

  /// Only the `nth` (from 1) of these operations from now fails; the disk then works again.
  public synchronized void failOnce(long nth, Op... ops) {
    arm(nth, false, ops);
  }

  /// No more failures.
  public synchronized void heal() {
    countdown = Long.MAX_VALUE;
    dead = false;
  }

  /// Changing operations so far; run once without a fault to learn how many there are to fail.
  public synchronized long operations() {
    return operations;
  }

  /// What a new process finds after `kill -9`: everything written, forced or not.
  public synchronized FaultyStorageFiles killed() {
    FaultyStorageFiles next = new FaultyStorageFiles();
    live.forEach((path, content) -> next.put(path, content.bytes()));
    return next;
  }

  /// What a new process finds after the power went: names and content that were forced; of later
  /// writes any one may be there whole, in part or not at all.
  public synchronized FaultyStorageFiles powerCut(long seed) {
    Random random = new Random(seed);
    FaultyStorageFiles next = new FaultyStorageFiles();
    durable.forEach((path, content) -> next.put(path, content.afterPowerCut(random)));
    return next;
  }

  /// The strictest power cut: nothing that was not forced.
  public synchronized FaultyStorageFiles onlyForced() {
    FaultyStorageFiles next = new FaultyStorageFiles();
    durable.forEach((path, content) -> next.put(path, content.forced.toBytes()));
    return next;
  }

  public synchronized List<Path> paths() {
    return List.copyOf(live.keySet());
  }

  public synchronized byte[] bytes(Path path) {
    return required(path).bytes();
  }

  /// Puts a durable file there, replacing what was.
  public synchronized void put(Path path, byte[] bytes) {
    Content content = new Content();
    content.written.write(0, bytes);
    content.forced.write(0, bytes);
    live.put(path, content);
    durable.put(path, content);
  }

  public synchronized void cut(Path path, long size) {
    put(path, Arrays.copyOf(bytes(path), Math.toIntExact(size)));
  }

  /// Inverts the bits of `mask` in one byte.
  public synchronized void flip(Path path, long position, int mask) {
    byte[] bytes = bytes(path);
    bytes[Math.toIntExact(position)] ^= (byte) mask;
    put(path, bytes);
  }

  @Override
  public synchronized StorageFile open(Path path, boolean create) throws IOException {
    Content content = live.get(path);
    if (content == null) {
      if (!create) {
        throw new NoSuchFileException(path.toString());
      }
      count(Op.OPEN);
      content = new Content();
      live.put(path, content);
    }
    return new FaultyFile(content);
  }

  @Override
  public synchronized boolean exists(Path path) {
    return live.containsKey(path) || live.keySet().stream().anyMatch(p -> p.startsWith(path));
  }

  @Override
  public synchronized long size(Path path) throws IOException {
    Content content = live.get(path);
    if (content == null) {
      throw new NoSuchFileException(path.toString());
    }
    return content.written.size;
  }

  @Override
  public synchronized List<Path> list(Path folder) {
    return live.keySet().stream()
        .filter(path -> path.startsWith(folder) && !path.equals(folder))
        .map(path -> folder.resolve(folder.relativize(path).getName(0)))
        .distinct()
        .toList();
  }

  @Override
  public void createFolders(Path folder) {
    // folders exist as soon as something is in them
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    count(Op.RENAME);
    Content content = live.remove(from);
    if (content == null) {
      throw new NoSuchFileException(from.toString());
    }
    live.put(to, content);
    makeNamesDurable(from.getParent());
    makeNamesDurable(to.getParent());
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    count(Op.DELETE);
    live.remove(path);
  }

  @Override
  public synchronized void forceFolder(Path folder) throws IOException {
    count(Op.FORCE_FOLDER);
    makeNamesDurable(folder);
  }

  private void makeNamesDurable(@Nullable Path folder) {
    if (folder != null) {
      durable.keySet().removeIf(path -> folder.equals(path.getParent()) && !live.containsKey(path));
      live.forEach(
          (path, content) -> {
            if (folder.equals(path.getParent())) {
              durable.put(path, content);
            }
          });
    }
  }

  private void arm(long nth, boolean forEver, Op... ops) {
    if (nth < 1) {
      throw new IllegalArgumentException("operations count from 1, not " + nth);
    }
    counted = ops.length == 0 ? ALL : EnumSet.copyOf(Arrays.asList(ops));
    countdown = nth;
    failsForEver = forEver;
    dead = false;
  }

  private void count(Op op) throws IOException {
    if (fails(op)) {
      throw failure(op);
    }
  }

  private boolean fails(Op op) throws IOException {
    if (dead) {
      throw failure(op);
    }
    operations++;
    if (countdown == Long.MAX_VALUE || !counted.contains(op) || --countdown > 0) {
      return false;
    }
    dead = failsForEver;
    countdown = Long.MAX_VALUE;
    return true;
  }

  private static IOException failure(Op op) {
    return new IOException("injected fault: " + op);
  }

  private Content required(Path path) {
    Content content = live.get(path);
    if (content == null) {
      throw new IllegalArgumentException("there is no file " + path + ", only " + live.keySet());
    }
    return content;
  }

  /// One file: what was written, what a power cut surely keeps, and the changes between the two.
  private static final class Content {
    private final Bytes written = new Bytes();
    private final Bytes forced = new Bytes();
    private final List<Change> pending = new ArrayList<>();

    byte[] bytes() {
      return written.toBytes();
    }

    void change(Change change) {
      change.applyTo(written, Integer.MAX_VALUE);
      pending.add(change);
    }

    void force() {
      pending.forEach(change -> change.applyTo(forced, Integer.MAX_VALUE));
      pending.clear();
    }

    byte[] afterPowerCut(Random random) {
      Bytes left = new Bytes();
      left.write(0, forced.toBytes());
      for (Change change : pending) {
        switch (random.nextInt(3)) {
          case 0 -> change.applyTo(left, Integer.MAX_VALUE);
          case 1 -> change.applyTo(left, random.nextInt(change.data().length + 1));
          default -> {}
        }
      }
      return left.toBytes();
    }
  }

  /// A write of `data` at `position`, or, with no data, a cut of the file to `position` bytes.
  private record Change(long position, byte[] data, boolean truncates) {
    void applyTo(Bytes bytes, int most) {
      if (truncates) {
        bytes.truncate(position);
      } else if (most > 0) {
        bytes.write(position, Arrays.copyOf(data, Math.min(most, data.length)));
      }
    }
  }

  private static final class Bytes {
    private byte[] data = new byte[256];
    private int size;

    void write(long position, byte[] bytes) {
      int start = Math.toIntExact(position);
      int end = Math.addExact(start, bytes.length);
      if (end > data.length) {
        data = Arrays.copyOf(data, Math.max(end, Math.min(data.length * 2, 1 << 30)));
      }
      System.arraycopy(bytes, 0, data, start, bytes.length);
      size = Math.max(size, end);
    }

    void truncate(long to) {
      if (to < size) {
        Arrays.fill(data, Math.toIntExact(to), size, (byte) 0);
        size = (int) to;
      }
    }

    byte[] toBytes() {
      return Arrays.copyOf(data, size);
    }
  }

  private final class FaultyFile implements StorageFile {
    private final Content content;
    private boolean closed;

    FaultyFile(Content content) {
      this.content = content;
    }

    @Override
    public void write(long position, ByteBuffer... buffers) throws IOException {
      synchronized (FaultyStorageFiles.this) {
        checkOpen();
        int length = 0;
        for (ByteBuffer buffer : buffers) {
          length += buffer.remaining();
        }
        byte[] data = new byte[length];
        int at = 0;
        for (ByteBuffer buffer : buffers) {
          int n = buffer.remaining();
          buffer.get(data, at, n);
          at += n;
        }
        if (fails(Op.WRITE)) {
          content.change(new Change(position, Arrays.copyOf(data, length / 2), false));
          throw failure(Op.WRITE);
        }
        content.change(new Change(position, data, false));
      }
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      synchronized (FaultyStorageFiles.this) {
        checkOpen();
        if (!into.hasRemaining()) {
          return 0;
        }
        if (position >= content.written.size) {
          return -1;
        }
        int n = (int) Math.min(into.remaining(), content.written.size - position);
        into.put(content.written.data, Math.toIntExact(position), n);
        return n;
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (FaultyStorageFiles.this) {
        checkOpen();
        return content.written.size;
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (FaultyStorageFiles.this) {
        checkOpen();
        count(Op.TRUNCATE);
        content.change(new Change(size, new byte[0], true));
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (FaultyStorageFiles.this) {
        checkOpen();
        count(Op.FORCE);
        content.force();
      }
    }

    @Override
    public void close() {
      closed = true;
    }

    private void checkOpen() throws IOException {
      if (closed) {
        throw new java.nio.channels.ClosedChannelException();
      }
    }
  }
}
