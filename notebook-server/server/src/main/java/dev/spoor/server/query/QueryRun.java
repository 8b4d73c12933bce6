package dev.spoor.server.query;

import dev.spoor.server.identity.Principal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A run that waits or runs; any thread may look at it and cancel it.
public final class QueryRun {
  private static final AtomicLong LAST = new AtomicLong();

  private final long number = LAST.incrementAndGet();
  private final QueryRequest request;
  private final QueryListener listener;
  private final CompletableFuture<QueryOutcome> outcome = new CompletableFuture<>();
  private final AtomicLong rows = new AtomicLong();
  private final ScanCounter scanned = new ScanCounter();
  private volatile boolean cancelled;
  private volatile long startedAt;
  private @Nullable Runnable canceller;

  QueryRun(QueryRequest request, QueryListener listener) {
    this.request = request;
    this.listener = listener;
  }

  /// Names the run as long as this process lives.
  public long number() {
    return number;
  }

  /// How long it has run; zero while it waits.
  public Duration elapsed() {
    return Duration.ofNanos(elapsedNanos());
  }

  public QueryRequest request() {
    return request;
  }

  public Principal principal() {
    return request.principal();
  }

  /// Rows handed to the listener so far.
  public long rows() {
    return rows.get();
  }

  /// Events that the store looked at so far.
  public long scanned() {
    return scanned.total();
  }

  public boolean isCancelled() {
    return cancelled;
  }

  /// Stops the run as soon as its next operator looks; in the queue at once. Rows that were given
  /// stay given.
  public void cancel() {
    Runnable action;
    synchronized (this) {
      cancelled = true;
      action = canceller;
    }
    if (action != null) {
      action.run();
    }
  }

  /// Completes after the listener heard that the run is finished; never exceptionally.
  public CompletableFuture<QueryOutcome> outcome() {
    return outcome.copy();
  }

  QueryListener listener() {
    return listener;
  }

  ScanCounter scanCounter() {
    return scanned;
  }

  void countRow() {
    rows.incrementAndGet();
  }

  synchronized void whenCancelledWaiting(Runnable action) {
    canceller = action;
  }

  /// False when the run was cancelled before it began.
  synchronized boolean begin(Runnable onCancel) {
    if (cancelled) {
      return false;
    }
    canceller = onCancel;
    startedAt = System.nanoTime();
    return true;
  }

  long elapsedNanos() {
    long started = startedAt;
    return started == 0 ? 0 : System.nanoTime() - started;
  }

  void finish(QueryOutcome end) {
    synchronized (this) {
      canceller = null;
    }
    try {
      listener.finished(end);
    } finally {
      outcome.complete(end);
    }
  }
}
