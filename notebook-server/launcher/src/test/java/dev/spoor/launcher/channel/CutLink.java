package dev.spoor.launcher.channel;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A cable between an agent and its server: a loopback forwarder of bytes that can be cut (what is
/// open breaks, nothing new is let through) and healed. The server may come back on another port.
public final class CutLink implements AutoCloseable {
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong forwarded = new AtomicLong();
  private volatile int target;
  private volatile boolean cut;
  private volatile long cutAfter = Long.MAX_VALUE;

  public CutLink(int target) throws IOException {
    this.target = target;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("cut-link").start(this::accept);
  }

  /// The port that the agent connects to.
  public int port() {
    return listening.getLocalPort();
  }

  /// Where connections go from now on.
  public void target(int port) {
    target = port;
  }

  /// Breaks every connection, and lets none through until healed.
  public void cut() {
    cut = true;
    open.forEach(CutLink::closeQuietly);
  }

  /// Cuts by itself once so many more bytes have passed: in the middle of a message.
  public void cutAfter(long bytes) {
    cutAfter = forwarded.get() + bytes;
  }

  public void heal() {
    cutAfter = Long.MAX_VALUE;
    cut = false;
  }

  public boolean isCut() {
    return cut;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket near = listening.accept();
        open.add(near);
        if (cut) {
          closeQuietly(near);
          continue;
        }
        Thread.ofVirtual().start(() -> connect(near));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void connect(Socket near) {
    try {
      Socket far = new Socket();
      open.add(far);
      far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5_000);
      Thread.ofVirtual().start(() -> pump(near, far));
      pump(far, near);
    } catch (IOException e) {
      closeQuietly(near);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (forwarded.addAndGet(n) >= cutAfter) {
          out.write(buffer, 0, n / 2);
          cut();
        } else {
          out.write(buffer, 0, n);
        }
      }
    } catch (IOException broken) {
      // as a cable does: both ends see it
      closeQuietly(from);
    } finally {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    open.forEach(CutLink::closeQuietly);
  }
}
