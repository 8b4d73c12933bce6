package dev.spoor.agent.source.linux;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A queue between two threads, bounded in bytes. A full queue makes the writer wait, so that what
/// cannot be taken yet stays in the kernel's much larger receive buffer. Thread-safe.
final class ByteQueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition notFull = lock.newCondition();
  private final ArrayDeque<byte[]> chunks = new ArrayDeque<>();
  private final long capacity;
  private long bytes;
  private boolean ended;

  ByteQueue(long capacity) {
    this.capacity = capacity;
  }

  /// Appends a chunk, waiting for room; a chunk larger than the queue is taken when it is empty.
  void put(byte[] chunk) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (bytes > 0 && bytes + chunk.length > capacity && !ended) {
        notFull.await();
      }
      chunks.add(chunk);
      bytes += chunk.length;
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  /// The next chunk; null after the time, or at the end when nothing is left.
  byte @Nullable [] poll(long milliseconds) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(milliseconds);
      while (chunks.isEmpty() && !ended && left > 0) {
        left = notEmpty.awaitNanos(left);
      }
      byte[] chunk = chunks.poll();
      if (chunk != null) {
        bytes -= chunk.length;
        notFull.signal();
      }
      return chunk;
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more will be put.
  void end() {
    lock.lock();
    try {
      ended = true;
      notEmpty.signalAll();
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether the end was said and everything was taken.
  boolean isDone() {
    lock.lock();
    try {
      return ended && chunks.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
