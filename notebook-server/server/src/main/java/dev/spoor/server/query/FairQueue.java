package dev.spoor.server.query;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs that wait, by user: users take turns, and none has more than `perUser` running. A user with
/// too many waiting is refused. Thread-safe.
final class FairQueue {
  private final int perUser;
  private final int waitingPerUser;
  private final LinkedHashMap<String, Deque<QueryRun>> waiting = new LinkedHashMap<>();
  private final Map<String, Integer> running = new HashMap<>();
  private boolean closed;

  FairQueue(int perUser, int waitingPerUser) {
    this.perUser = perUser;
    this.waitingPerUser = waitingPerUser;
  }

  synchronized void add(String user, QueryRun run) {
    if (closed) {
      throw new SpoorException(ErrorCode.UNAVAILABLE, "the server is stopping");
    }
    Deque<QueryRun> queue = waiting.computeIfAbsent(user, _ -> new ArrayDeque<>());
    if (queue.size() >= waitingPerUser) {
      throw new SpoorException(
          ErrorCode.LIMIT_REACHED,
          queue.size() + " queries of " + user + " are waiting already; cancel some of them");
    }
    queue.add(run);
    notifyAll();
  }

  /// The next run, of the user whose turn it is; waits for one. Null when closed.
  synchronized @Nullable QueryRun take() throws InterruptedException {
    while (!closed) {
      for (Map.Entry<String, Deque<QueryRun>> entry : waiting.entrySet()) {
        String user = entry.getKey();
        if (running.getOrDefault(user, 0) < perUser) {
          Deque<QueryRun> queue = entry.getValue();
          QueryRun run = queue.remove();
          waiting.remove(user);
          if (!queue.isEmpty()) {
            waiting.put(user, queue);
          }
          running.merge(user, 1, Integer::sum);
          return run;
        }
      }
      wait();
    }
    return null;
  }

  synchronized void done(String user) {
    running.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
    notifyAll();
  }

  /// Takes a waiting run out; false when it is not waiting any more.
  synchronized boolean remove(String user, QueryRun run) {
    Deque<QueryRun> queue = waiting.get(user);
    boolean removed = queue != null && queue.remove(run);
    if (queue != null && queue.isEmpty()) {
      waiting.remove(user);
    }
    return removed;
  }

  synchronized int waitingCount() {
    return waiting.values().stream().mapToInt(Deque::size).sum();
  }

  synchronized Iterable<QueryRun> close() {
    closed = true;
    notifyAll();
    ArrayDeque<QueryRun> left = new ArrayDeque<>();
    waiting.values().forEach(left::addAll);
    waiting.clear();
    return left;
  }
}
