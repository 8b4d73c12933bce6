package dev.spoor.evtx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;

/// Little-endian numbers in an array of bytes.
final class Bytes {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// 100 ns between 1601 and 1970.
  private static final long EPOCH_DIFFERENCE = 116_444_736_000_000_000L;

  private Bytes() {}

  static int u8(byte[] data, int at) {
    return data[at] & 0xff;
  }

  static int u16(byte[] data, int at) {
    return (short) SHORT.get(data, at) & 0xffff;
  }

  static int i32(byte[] data, int at) {
    return (int) INT.get(data, at);
  }

  static long u32(byte[] data, int at) {
    return i32(data, at) & 0xffff_ffffL;
  }

  static long i64(byte[] data, int at) {
    return (long) LONG.get(data, at);
  }

  /// The time of a FILETIME: 100 ns since 1601, unsigned.
  static Instant time(long filetime) {
    long whole = Long.divideUnsigned(filetime, 10_000_000);
    long rest = Long.remainderUnsigned(filetime, 10_000_000);
    return Instant.ofEpochSecond(whole - EPOCH_DIFFERENCE / 10_000_000, rest * 100);
  }
}
