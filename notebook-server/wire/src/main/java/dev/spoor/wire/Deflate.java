package dev.spoor.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// zlib with a bound on what may come out.
final class Deflate {
  private static final int CHUNK = 16 << 10;

  private Deflate() {}

  static byte[] deflate(byte[] bytes) {
    // level 1: rows shrink to about a fifth already, and the endpoint's CPU is not ours to spend
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
      byte[] chunk = new byte[CHUNK];
      while (!deflater.finished()) {
        out.write(chunk, 0, deflater.deflate(chunk));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /// Inflates all that remains of `in`; stops as soon as more than `most` bytes come out.
  static byte[] inflate(ByteBuffer in, int most) throws WireException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(in);
      ByteArrayOutputStream out =
          new ByteArrayOutputStream(Math.min(most, in.remaining() * 4 + 64));
      byte[] chunk = new byte[CHUNK];
      while (!inflater.finished()) {
        int n = inflater.inflate(chunk);
        if (n == 0 && !inflater.finished()) {
          throw new WireException("body is cut or needs a dictionary");
        }
        if (out.size() + n > most) {
          throw new WireException("body inflates to more than " + most + " bytes");
        }
        out.write(chunk, 0, n);
      }
      if (in.hasRemaining()) {
        throw new WireException(in.remaining() + " bytes after the body");
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new WireException("body is not zlib: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }
}
