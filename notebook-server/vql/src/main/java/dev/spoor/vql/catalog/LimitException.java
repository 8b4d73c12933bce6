package dev.spoor.vql.catalog;

/// The run reached one of its limits.
public final class LimitException extends VqlException {
  /// Which limit it was.
  public enum Limit {
    ROWS,
    MEMORY,
    TIME,
    DEPTH
  }

  private final Limit limit;

  public LimitException(Limit limit, String message) {
    super(message);
    this.limit = limit;
  }

  public Limit limit() {
    return limit;
  }
}
