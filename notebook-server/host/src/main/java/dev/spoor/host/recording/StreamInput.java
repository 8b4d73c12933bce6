package dev.spoor.host.recording;

import dev.spoor.evtx.EvtxInput;
import java.io.IOException;
import java.io.InputStream;

/// An event log that comes as a stream: read once, forwards, a chunk at a time.
final class StreamInput implements EvtxInput {
  private static final int CHUNK = 64 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[CHUNK];
  private long start;
  private int length;
  private boolean over;

  StreamInput(InputStream in) {
    this.in = in;
  }

  private void fill(long position, int wanted) throws IOException {
    if (position > start) {
      int drop = (int) Math.min(length, position - start);
      System.arraycopy(buffer, drop, buffer, 0, length - drop);
      length -= drop;
      start += drop;
      while (start < position && !over) {
        long skipped = in.skip(position - start);
        if (skipped == 0 && in.read() < 0) {
          over = true;
        } else {
          start += Math.max(1, skipped);
        }
      }
    }
    while (!over && length < Math.min(wanted, CHUNK)) {
      int read = in.read(buffer, length, CHUNK - length);
      if (read < 0) {
        over = true;
      } else {
        length += read;
      }
    }
  }

  @Override
  public long size() throws IOException {
    if (length == 0) {
      fill(start, 1);
    }
    return over ? start + length : Long.MAX_VALUE;
  }

  @Override
  public int read(long position, byte[] into, int wanted) throws IOException {
    int done = 0;
    while (done < wanted) {
      fill(position + done, wanted - done);
      int n = Math.min(wanted - done, length);
      if (n <= 0 || start != position + done) {
        break;
      }
      System.arraycopy(buffer, 0, into, done, n);
      done += n;
    }
    return done;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
