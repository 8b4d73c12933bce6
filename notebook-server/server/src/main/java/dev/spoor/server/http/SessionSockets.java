package dev.spoor.server.http;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The open WebSockets of each session, so that they close when it ends. Thread-safe.
final class SessionSockets {
  private final Map<String, Set<Runnable>> closers = new ConcurrentHashMap<>();

  /// `close` runs when the session ends; the answer forgets it when the socket closes by itself.
  Runnable add(String session, Runnable close) {
    closers.compute(
        session,
        (key, all) -> {
          Set<Runnable> set = all == null ? ConcurrentHashMap.newKeySet() : all;
          set.add(close);
          return set;
        });
    return () ->
        closers.computeIfPresent(
            session,
            (key, all) -> {
              all.remove(close);
              return all.isEmpty() ? null : all;
            });
  }

  void ended(String session) {
    Set<Runnable> all = closers.remove(session);
    if (all != null) {
      all.forEach(Runnable::run);
    }
  }
}
