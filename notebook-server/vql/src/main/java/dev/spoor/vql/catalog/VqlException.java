package dev.spoor.vql.catalog;

/// What ends a run. A bad value never does: that is a log line and NULL.
public abstract sealed class VqlException extends RuntimeException
    permits ForbiddenException, LimitException, CancelledException {
  VqlException(String message) {
    super(message);
  }
}
