package dev.spoor.host.source;

/// Something that happens on a machine again and again, seen as rows until one stops looking. A
/// source may be shared by many queries: it works while at least one is subscribed. Thread-safe.
public interface EventSource {
  /// What is watched, for people.
  String name();

  /// How it is watched now.
  SourceStatus status();

  /// Begins to hand events to the listener; until closed. Nothing that happens after this returns
  /// is left out without a loss.
  Subscription subscribe(EventListener listener);

  /// Stops handing on; no call of the listener begins after [#close] has returned.
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
