package dev.spoor.vql.catalog;

/// Where the log lines of a query go. Called from every thread of the run.
@FunctionalInterface
public interface LogSink {
  LogSink NONE = (level, message) -> {};

  void log(LogLevel level, String message);
}
