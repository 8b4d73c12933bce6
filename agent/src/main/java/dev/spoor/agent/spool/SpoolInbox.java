package dev.spoor.agent.spool;

import dev.spoor.wire.Priority;
import dev.spoor.wire.WireRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What others want of the spool's thread, in order. Rows are bounded in bytes: who brings one
/// waits for room. Thread-safe.
final class SpoolInbox {
  /// Rows that one write and one force take together.
  private static final int GROUP_BYTES = 1 << 20;

  private final LinkedBlockingQueue<Command> commands = new LinkedBlockingQueue<>();
  private final Semaphore room;
  private final int bytes;

  /// Something to do for the spool's thread.
  sealed interface Command {}

  record Append(int stream, Priority priority, WireRow row) implements Command {
    int bytes() {
      return SegmentFormat.FRAME + SegmentFormat.ROW_HEAD + row.json().length;
    }
  }

  record Lost(int stream, long count, boolean exact, String cause, Instant from, Instant to)
      implements Command {}

  /// Holds once everything before it is durable.
  record Mark(int stream, String mark) implements Command {}

  record Work<T extends @Nullable Object>(Supplier<T> action, CompletableFuture<T> result)
      implements Command {
    void run() {
      try {
        result.complete(action.get());
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    }
  }

  /// What is taken from the inbox at once: first all rows, with one force, then the rest.
  record Group(List<Append> rows, List<Lost> losses, List<Mark> marks, List<Work<?>> work) {}

  SpoolInbox(int bytes) {
    this.bytes = bytes;
    this.room = new Semaphore(bytes);
  }

  void append(Append append) throws InterruptedException {
    room.acquire(permits(append));
    commands.add(append);
  }

  /// Never waits.
  void add(Command command) {
    commands.add(command);
  }

  private int permits(Append append) {
    return Math.min(append.bytes(), bytes);
  }

  /// These rows are done with: there is room for others.
  void release(List<Append> rows) {
    rows.forEach(row -> room.release(permits(row)));
  }

  /// What waits, up to a group; waits a moment for something.
  Group take() throws InterruptedException {
    Group group =
        new Group(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int taken = 0;
    Command command = commands.poll(500, TimeUnit.MILLISECONDS);
    while (command != null) {
      switch (command) {
        case Append append -> {
          group.rows.add(append);
          taken += append.bytes();
        }
        case Lost lost -> group.losses.add(lost);
        case Mark mark -> group.marks.add(mark);
        case Work<?> one -> group.work.add(one);
      }
      command = taken < GROUP_BYTES ? commands.poll() : null;
    }
    return group;
  }

  /// The end: who waits for an answer gets none.
  void refuseAll() {
    List<Command> left = new ArrayList<>();
    commands.drainTo(left);
    for (Command command : left) {
      if (command instanceof Work<?> work) {
        work.result().completeExceptionally(new IllegalStateException("the spool is closed"));
      }
    }
  }
}
