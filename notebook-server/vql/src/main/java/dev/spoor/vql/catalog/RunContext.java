package dev.spoor.vql.catalog;

import dev.spoor.vql.value.Dialect;
import java.time.Duration;
import java.util.function.Supplier;

/// The run that a call belongs to: who asks, what time it is, where the log goes, when to stop.
public interface RunContext {

  /// Who the run is for. Opaque here.
  Object principal();

  Catalog catalog();

  VqlClock clock();

  VqlLimits limits();

  Dialect dialect();

  /// Of the statement that runs.
  Cancellation cancellation();

  /// Of the session: for what goes on between statements.
  Cancellation sessionCancellation();

  void log(LogLevel level, String message);

  /// Logs a message once per run, however often it occurs.
  void logOnce(LogLevel level, String message);

  /// Waits on the clock of the session.
  default void sleep(Duration duration) {
    clock().sleep(duration, cancellation());
  }

  /// State of the session under a key: caches, shared sources. Made once.
  <T> T shared(Object key, Supplier<T> initial);

  /// Runs work beside the run on a thread with a deep stack; it is joined or interrupted when the
  /// run ends.
  void fork(String name, Runnable work);

  /// Runs work when the session ends, in the order of the calls; all of it together has a bounded
  /// time.
  void atExit(Runnable work);

  /// A lambda from its text; an {@link ArgumentException} if it does not parse.
  Lambda lambda(String text);

  /// A program from its text, as one query over all its statements; an {@link ArgumentException} if
  /// it does not parse. Runs for the same principal.
  Query program(String text);

  /// Carries out the LETs of a text in the outermost variables that a scope sees; an {@link
  /// ArgumentException} if it does not parse or is anything else.
  void define(String lets, Scope scope);
}
