package dev.spoor.vql.plan;

import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import org.jspecify.annotations.Nullable;

/// The first rows; the source is closed with the last of them.
final class LimitStream implements RowStream {
  private final RowStream source;
  private long left;

  LimitStream(RowStream source, long limit) {
    this.source = source;
    this.left = limit;
  }

  @Override
  public @Nullable Row next() {
    if (left <= 0) {
      return null;
    }
    left--;
    Row row = source.next();
    if (row == null) {
      left = 0;
    } else if (left == 0) {
      source.close();
    }
    return row;
  }

  @Override
  public void close() {
    source.close();
  }
}
