package dev.spoor.server.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Carries a streamed body from the handler's virtual thread to the event loop. The writer waits
/// while more than 256 KiB lie unsent. The head goes out with the first bytes, so a failure before
/// them can still become a problem.
final class VertxResponseStream implements ApiResponse.ResponseStream {
  private static final int PIECE = 32 << 10;
  private static final int MOST_UNSENT = 256 << 10;

  private final Context context;
  private final HttpServerResponse response;
  private final Runnable writeHead;
  private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Runnable> closeActions = new ArrayList<>();
  private long unsent;
  private boolean closed;
  private boolean started;

  VertxResponseStream(Context context, HttpServerResponse response, Runnable writeHead) {
    this.context = context;
    this.response = response;
    this.writeHead = writeHead;
  }

  @Override
  public void write(byte[] bytes) {
    if (isClosed()) {
      throw new ApiResponse.StreamClosedException();
    }
    piece.write(bytes, 0, bytes.length);
    if (piece.size() >= PIECE) {
      flush();
    }
  }

  @Override
  public void flush() {
    byte[] bytes = piece.toByteArray();
    piece.reset();
    boolean first = !started;
    started = true;
    lock.lock();
    try {
      while (unsent > MOST_UNSENT && !closed) {
        changed.awaitUninterruptibly();
      }
      if (closed) {
        throw new ApiResponse.StreamClosedException();
      }
      unsent += bytes.length;
    } finally {
      lock.unlock();
    }
    context.runOnContext(
        ignored -> {
          if (first) {
            writeHead.run();
          }
          response.write(Buffer.buffer(bytes)).onComplete(written -> sent(bytes.length));
        });
  }

  private void sent(int length) {
    lock.lock();
    try {
      unsent -= length;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean hasStarted() {
    return started;
  }

  /// Called on the event loop when the connection is gone.
  void closed() {
    List<Runnable> actions;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      actions = List.copyOf(closeActions);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    actions.forEach(Runnable::run);
  }

  @Override
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onClose(Runnable action) {
    lock.lock();
    try {
      if (!closed) {
        closeActions.add(action);
        return;
      }
    } finally {
      lock.unlock();
    }
    action.run();
  }
}
