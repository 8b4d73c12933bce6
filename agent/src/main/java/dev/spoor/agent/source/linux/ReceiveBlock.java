package dev.spoor.agent.source.linux;

import com.sun.jna.Memory;
import dev.spoor.agent.jna.linux.LibC;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Native memory for receiving many messages by one call: an array of `struct mmsghdr` (64 bytes
/// each on 64-bit systems), their `iovec`s, sender addresses and buffers. Not thread-safe.
final class ReceiveBlock {
  private static final int COUNT = 64;
  private static final int BUFFER = 9216; // an audit message has at most 8970 bytes
  private static final int MESSAGE = 64;
  private static final int MESSAGE_LENGTH = 56;
  private static final int VECTOR = 16;
  private static final int ADDRESS = 12;
  private static final int SENDER = 4;

  // kept reachable for as long as the kernel writes into them
  private final Memory messages = new Memory((long) COUNT * MESSAGE);
  private final Memory vectors = new Memory((long) COUNT * VECTOR);
  private final Memory addresses = new Memory((long) COUNT * ADDRESS);
  private final Memory buffers = new Memory((long) COUNT * BUFFER);
  private final ByteBuffer messageView = view(messages);
  private final ByteBuffer addressView = view(addresses);
  private final ByteBuffer bufferView = view(buffers);

  ReceiveBlock() {
    messages.clear();
    addresses.clear();
    for (int i = 0; i < COUNT; i++) {
      vectors.setLong((long) i * VECTOR, NetlinkSocket.nativeAddress(buffers) + (long) i * BUFFER);
      vectors.setLong((long) i * VECTOR + 8, BUFFER);
      long message = (long) i * MESSAGE;
      messages.setLong(message, NetlinkSocket.nativeAddress(addresses) + (long) i * ADDRESS);
      messages.setInt(message + 8, ADDRESS);
      messages.setLong(message + 16, NetlinkSocket.nativeAddress(vectors) + (long) i * VECTOR);
      messages.setLong(message + 24, 1);
    }
  }

  private static ByteBuffer view(Memory memory) {
    return memory.getByteBuffer(0, memory.size()).order(ByteOrder.nativeOrder());
  }

  /// Waits for messages; their number, or the negated error number.
  int receive(NetlinkSocket socket) {
    for (int i = 0; i < COUNT; i++) {
      messageView.putInt(i * MESSAGE + 8, ADDRESS); // the kernel overwrites it
    }
    int received =
        LibC.recvmmsg(
            socket.fd(), NetlinkSocket.nativeAddress(messages), COUNT, LibC.MSG_WAITFORONE, 0);
    return received < 0 ? -LibC.errno() : received;
  }

  /// The audit records among the first messages in one array; null when there are none. The length
  /// comes from the call: in unicast the kernel's own length field leaves the header out.
  byte @Nullable [] records(int count) {
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (isRecord(i)) {
        size += AuditRecords.size(length(i) - NetlinkSocket.HEADER);
      }
    }
    if (size == 0) {
      return null;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    for (int i = 0; i < count; i++) {
      if (isRecord(i)) {
        int start = i * BUFFER + NetlinkSocket.HEADER;
        AuditRecords.put(out, type(i), bufferView.slice(start, length(i) - NetlinkSocket.HEADER));
      }
    }
    return out.array();
  }

  private boolean isRecord(int i) {
    return length(i) > NetlinkSocket.HEADER
        && type(i) >= AuditRecords.FIRST_USER_OR_KERNEL_RECORD
        && addressView.getInt(i * ADDRESS + SENDER) == 0; // from the kernel, not from a process
  }

  private int type(int i) {
    return bufferView.getShort(i * BUFFER + 4) & 0xFFFF;
  }

  private int length(int i) {
    return Math.min(BUFFER, messageView.getInt(i * MESSAGE + MESSAGE_LENGTH));
  }
}
