package dev.spoor.server.notebook.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// The stored rows of one run: lines of JSON and, beside them, where each line ends.
///
/// ```
/// R.….rows   row JSON, newline, row JSON, newline …
/// R.….idx    u64 (little endian) end offset of row 0, of row 1 …
/// ```
///
/// One thread appends; any thread reads what was flushed. Nothing is forced: a result can be run
/// again. After a crash what both files hold together is still readable.
final class ResultFile implements Closeable {
  private static final int BUFFER = 256 * 1024;

  /// Bytes that one page reads at most; a page then holds fewer rows than asked.
  static final long MAX_PAGE_BYTES = 16L << 20;

  private final FileChannel rows;
  private final FileChannel index;
  private final ByteBuffer rowBuffer = ByteBuffer.allocate(BUFFER);
  private final ByteBuffer indexBuffer =
      ByteBuffer.allocate(8 * 1024).order(ByteOrder.LITTLE_ENDIAN);
  private long end;
  private long count;
  private volatile long visible;

  private ResultFile(FileChannel rows, FileChannel index, long count, long end) {
    this.rows = rows;
    this.index = index;
    this.count = count;
    this.end = end;
    this.visible = count;
  }

  static ResultFile create(Path folder, String run) throws IOException {
    Files.createDirectories(folder);
    return open(
        folder,
        run,
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  static ResultFile openForReading(Path folder, String run) throws IOException {
    return open(folder, run, StandardOpenOption.READ);
  }

  private static ResultFile open(Path folder, String run, StandardOpenOption... options)
      throws IOException {
    FileChannel rows = FileChannel.open(folder.resolve(run + ".rows"), options);
    try {
      FileChannel index = FileChannel.open(folder.resolve(run + ".idx"), options);
      long count = index.size() / 8;
      // a crash may leave index entries whose rows were never written
      while (count > 0 && endOf(index, count - 1) > rows.size()) {
        count--;
      }
      return new ResultFile(rows, index, count, count == 0 ? 0 : endOf(index, count - 1));
    } catch (IOException e) {
      rows.close();
      throw e;
    }
  }

  static void delete(Path folder, String run) throws IOException {
    Files.deleteIfExists(folder.resolve(run + ".rows"));
    Files.deleteIfExists(folder.resolve(run + ".idx"));
  }

  /// Rows that can be read.
  long rows() {
    return visible;
  }

  /// Bytes of rows so far, flushed or not.
  long bytes() {
    return end;
  }

  void append(byte[] row) throws IOException {
    if (rowBuffer.remaining() < row.length + 1) {
      drain(rows, rowBuffer);
    }
    if (row.length + 1 > rowBuffer.capacity()) {
      write(rows, ByteBuffer.wrap(row));
    } else {
      rowBuffer.put(row);
    }
    rowBuffer.put((byte) '\n');
    end += row.length + 1L;
    if (indexBuffer.remaining() < 8) {
      drain(rows, rowBuffer);
      drain(index, indexBuffer);
    }
    indexBuffer.putLong(end);
    count++;
  }

  /// Makes what was appended readable.
  void flush() throws IOException {
    drain(rows, rowBuffer);
    drain(index, indexBuffer);
    visible = count;
  }

  private static void drain(FileChannel channel, ByteBuffer buffer) throws IOException {
    buffer.flip();
    write(channel, buffer);
    buffer.clear();
  }

  private static void write(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /// Rows from `offset`, at most `limit` and at most [#MAX_PAGE_BYTES], but at least one if there
  /// is one.
  List<byte[]> read(long offset, int limit) throws IOException {
    long last = Math.min(visible, offset + limit);
    List<byte[]> page = new ArrayList<>();
    if (offset < 0 || offset >= last) {
      return page;
    }
    ByteBuffer ends = ByteBuffer.allocate((int) (last - offset) * 8).order(ByteOrder.LITTLE_ENDIAN);
    readFully(index, ends, offset * 8);
    long from = offset == 0 ? 0 : endOf(index, offset - 1);
    long total = 0;
    while (ends.hasRemaining()) {
      long to = ends.getLong();
      int length = (int) (to - from - 1);
      total += length;
      if (total > MAX_PAGE_BYTES && !page.isEmpty()) {
        return page;
      }
      ByteBuffer row = ByteBuffer.allocate(length);
      readFully(rows, row, from);
      page.add(row.array());
      from = to;
    }
    return page;
  }

  private static long endOf(FileChannel index, long row) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    readFully(index, one, row * 8);
    return one.getLong();
  }

  private static void readFully(FileChannel channel, ByteBuffer into, long position)
      throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int read = channel.read(into, at);
      if (read < 0) {
        throw new IOException("result file ends at " + at);
      }
      at += read;
    }
    into.flip();
  }

  @Override
  public void close() throws IOException {
    try (rows;
        index) {
      if (rowBuffer.position() > 0 || indexBuffer.position() > 0) {
        flush();
      }
    }
  }
}
