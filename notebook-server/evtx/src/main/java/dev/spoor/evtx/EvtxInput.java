package dev.spoor.evtx;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The bytes of an event log, read at any place. One thread uses it.
public interface EvtxInput extends Closeable {

  /// How many bytes there are now; a log that is written to grows.
  long size() throws IOException;

  /// Reads up to `length` bytes at a place; fewer only at the end of the file, never less than 0.
  int read(long position, byte[] into, int length) throws IOException;

  static EvtxInput open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    return new EvtxInput() {
      @Override
      public long size() throws IOException {
        return channel.size();
      }

      @Override
      public int read(long position, byte[] into, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
        while (buffer.hasRemaining()) {
          if (channel.read(buffer, position + buffer.position()) < 0) {
            break;
          }
        }
        return buffer.position();
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  /// A log that is in memory; the array is not copied.
  static EvtxInput of(byte[] bytes) {
    return new EvtxInput() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public int read(long position, byte[] into, int length) {
        if (position < 0 || position >= bytes.length) {
          return 0;
        }
        int n = (int) Math.min(length, bytes.length - position);
        System.arraycopy(bytes, (int) position, into, 0, n);
        return n;
      }

      @Override
      public void close() {}
    };
  }
}
