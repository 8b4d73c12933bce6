package dev.spoor.agent.source.linux;

import com.sun.jna.Memory;
import dev.spoor.agent.jna.linux.LibC;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// One audit netlink socket. The native blocks are fields: an address given to the kernel does not
/// keep its memory alive. Not thread-safe, except that [#close] may come from anywhere.
final class NetlinkSocket implements AutoCloseable {
  static final int HEADER = 16;
  private static final int ADDRESS = 12;
  private static final int SEND = 9216;

  private final Memory address = new Memory(ADDRESS);
  private final Memory out = new Memory(SEND);
  private final Memory option = new Memory(16);
  private final int fd;
  private volatile boolean closed;

  private NetlinkSocket(int fd) {
    this.fd = fd;
    address.clear();
    address.setShort(0, (short) LibC.AF_NETLINK);
  }

  /// Opens and binds a socket; `groups` 1 asks for the audit log by multicast, 0 for none.
  static NetlinkSocket open(int groups) throws IOException {
    int fd = LibC.socket(LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, LibC.NETLINK_AUDIT);
    if (fd < 0) {
      throw new IOException("no audit socket: " + Errno.text(LibC.errno()));
    }
    NetlinkSocket socket = new NetlinkSocket(fd);
    Memory local = new Memory(ADDRESS);
    local.clear();
    local.setShort(0, (short) LibC.AF_NETLINK);
    local.setInt(8, groups);
    int rc = LibC.bind(fd, nativeAddress(local), ADDRESS);
    if (rc < 0) {
      int errno = LibC.errno();
      socket.close();
      throw new IOException("cannot bind the audit socket: " + Errno.text(errno));
    }
    return socket;
  }

  static long nativeAddress(Memory memory) {
    return com.sun.jna.Pointer.nativeValue(memory);
  }

  int fd() {
    return fd;
  }

  /// Asks for a receive buffer beyond the system's limit; without the right, for what it grants.
  void receiveBuffer(int bytes) {
    option.setInt(0, bytes);
    if (LibC.setsockopt(
            fd, LibC.SOL_SOCKET, LibC.SO_RCVBUFFORCE, nativeAddress(option), Integer.BYTES)
        < 0) {
      LibC.setsockopt(fd, LibC.SOL_SOCKET, LibC.SO_RCVBUF, nativeAddress(option), Integer.BYTES);
    }
  }

  void receiveTimeout(int milliseconds) throws IOException {
    option.setLong(0, milliseconds / 1000);
    option.setLong(8, milliseconds % 1000 * 1000L);
    if (LibC.setsockopt(fd, LibC.SOL_SOCKET, LibC.SO_RCVTIMEO, nativeAddress(option), 16) < 0) {
      throw new IOException("cannot set the receive timeout: " + Errno.text(LibC.errno()));
    }
  }

  /// Sends one message to the kernel.
  void send(int type, int flags, int sequence, byte[] payload) throws IOException {
    int length = HEADER + payload.length;
    ByteBuffer message = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    message.putInt(length).putShort((short) type).putShort((short) flags);
    message.putInt(sequence).putInt(0).put(payload);
    out.write(0, message.array(), 0, length);
    if (LibC.sendto(fd, nativeAddress(out), length, 0, nativeAddress(address), ADDRESS) < 0) {
      throw new IOException("cannot send to the audit system: " + Errno.text(LibC.errno()));
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      LibC.close(fd);
    }
  }
}
