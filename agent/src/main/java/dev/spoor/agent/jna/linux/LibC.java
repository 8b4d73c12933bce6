package dev.spoor.agent.jna.linux;

import com.sun.jna.Native;

/// The few C library calls of the sensors, mapped directly with primitive arguments only: a pointer
/// is a `long`, so the caller keeps the `Memory` behind it reachable. Thread-safe, as the calls
/// are.
public final class LibC {
  public static final int AF_NETLINK = 16;
  public static final int SOCK_RAW = 3;
  public static final int SOCK_CLOEXEC = 0x80000;
  public static final int NETLINK_AUDIT = 9;
  public static final int SOL_SOCKET = 1;
  public static final int SO_RCVBUF = 8;
  public static final int SO_RCVTIMEO = 20;
  public static final int SO_RCVBUFFORCE = 33;
  public static final int MSG_DONTWAIT = 0x40;
  public static final int MSG_WAITFORONE = 0x10000;

  public static final int EPERM = 1;
  public static final int EINTR = 4;
  public static final int EAGAIN = 11;
  public static final int EACCES = 13;
  public static final int EEXIST = 17;
  public static final int ENOENT = 2;
  public static final int ENOBUFS = 105;

  static {
    Native.register(LibC.class, "c");
  }

  private LibC() {}

  public static native int socket(int domain, int type, int protocol);

  public static native int bind(int fd, long address, int length);

  public static native int setsockopt(int fd, int level, int name, long value, int length);

  public static native long sendto(
      int fd, long buffer, long length, int flags, long address, int addressLength);

  public static native long recv(int fd, long buffer, long length, int flags);

  public static native int recvmmsg(int fd, long vector, int count, int flags, long timeout);

  public static native int close(int fd);

  /// The error number that the last call of this thread left.
  public static int errno() {
    return Native.getLastError();
  }
}
