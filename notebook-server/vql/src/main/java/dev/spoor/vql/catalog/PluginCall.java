package dev.spoor.vql.catalog;

/// One start of a plugin: evaluated arguments, the scope, the run, and what the query around it
/// offers to leave to the source. May be kept for the life of the stream.
public interface PluginCall extends Arguments {

  Scope scope();

  default RunContext run() {
    return scope().run();
  }

  /// What the source may take over; empty where the query offers nothing.
  Pushdown pushdown();

  /// Cancelled when the stream is closed, the run is cancelled or its time is over.
  Cancellation cancellation();

  default void log(LogLevel level, String message) {
    run().log(level, message);
  }
}
