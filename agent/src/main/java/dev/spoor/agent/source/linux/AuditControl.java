package dev.spoor.agent.source.linux;

import com.sun.jna.Memory;
import dev.spoor.agent.jna.linux.LibC;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Asks and sets the kernel's audit configuration over its own socket. Thread-safe.
final class AuditControl implements AutoCloseable {
  static final int GET = 1000;
  static final int SET = 1001;
  private static final int ADD_RULE = 1011;
  private static final int DELETE_RULE = 1012;
  private static final int LIST_RULES = 1013;
  private static final int ERROR = 2;
  private static final int DONE = 3;
  private static final int REQUEST = 1;
  private static final int ACK = 4;
  private static final int BLOCK = 16384;
  private static final int MAX_REPLIES = 10_000;

  private final NetlinkSocket socket;
  private final Memory block = new Memory(BLOCK);
  private int sequence;

  private AuditControl(NetlinkSocket socket) {
    this.socket = socket;
  }

  static AuditControl open() throws IOException {
    NetlinkSocket socket = NetlinkSocket.open(0);
    try {
      socket.receiveTimeout(5000);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return new AuditControl(socket);
  }

  synchronized AuditStatus status() throws IOException {
    List<byte[]> replies = new ArrayList<>();
    int error = exchange(GET, new byte[0], GET, false, replies);
    if (error != 0 || replies.isEmpty()) {
      throw new IOException("cannot read the audit status: " + Errno.text(error));
    }
    return AuditStatus.decode(ByteBuffer.wrap(replies.getFirst()).order(ByteOrder.nativeOrder()));
  }

  synchronized void set(AuditStatus status, int mask) throws IOException {
    int error = exchange(SET, status.encode(mask), 0, false, new ArrayList<>());
    if (error != 0) {
      throw new IOException("cannot set the audit status: " + Errno.text(error));
    }
  }

  /// Adds a rule; false when the very same rule is there already.
  synchronized boolean addRule(byte[] rule) throws IOException {
    int error = exchange(ADD_RULE, rule, 0, false, new ArrayList<>());
    if (error != 0 && error != LibC.EEXIST) {
      throw new IOException("cannot add an audit rule: " + Errno.text(error));
    }
    return error == 0;
  }

  /// Removes a rule; false when there is none with these bytes.
  synchronized boolean deleteRule(byte[] rule) throws IOException {
    int error = exchange(DELETE_RULE, rule, 0, false, new ArrayList<>());
    if (error != 0 && error != LibC.ENOENT) {
      throw new IOException("cannot remove an audit rule: " + Errno.text(error));
    }
    return error == 0;
  }

  /// The rules that carry this key, as the kernel lists them.
  synchronized List<byte[]> rules(String key) throws IOException {
    List<byte[]> rules = new ArrayList<>();
    int error = exchange(LIST_RULES, new byte[0], LIST_RULES, true, rules);
    if (error != 0) {
      throw new IOException("cannot list the audit rules: " + Errno.text(error));
    }
    rules.removeIf(rule -> !AuditRule.hasKey(rule, key));
    return rules;
  }

  /// Sends a request and reads until its acknowledgement and its last reply, which come in any
  /// order; returns the error number of the acknowledgement.
  private int exchange(
      int type, byte[] payload, int replyType, boolean untilDone, List<byte[]> replies)
      throws IOException {
    int mine = ++sequence;
    socket.send(type, REQUEST | ACK, mine, payload);
    boolean acknowledged = false;
    boolean complete = replyType == 0;
    for (int i = 0; i < MAX_REPLIES && !(acknowledged && complete); i++) {
      long length = LibC.recv(socket.fd(), NetlinkSocket.nativeAddress(block), BLOCK, 0);
      if (length < NetlinkSocket.HEADER) {
        int errno = LibC.errno();
        if (length < 0 && errno == LibC.EINTR) {
          continue;
        }
        throw new IOException("no answer from the audit system: " + Errno.text(errno));
      }
      if (block.getInt(8) != mine) {
        continue;
      }
      int answer = block.getShort(4) & 0xFFFF;
      if (answer == ERROR) {
        int error = -block.getInt(NetlinkSocket.HEADER);
        if (error != 0) {
          return error;
        }
        acknowledged = true;
      } else if (answer == DONE) {
        complete = true;
      } else if (answer == replyType) {
        replies.add(block.getByteArray(NetlinkSocket.HEADER, (int) length - NetlinkSocket.HEADER));
        complete = !untilDone;
      }
    }
    return 0;
  }

  @Override
  public void close() {
    socket.close();
  }
}
