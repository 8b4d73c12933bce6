package dev.spoor.vql.plan;

import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Streams one after another, each opened when the one before has ended.
public final class ChainStream implements RowStream {
  private final Iterator<Supplier<RowStream>> sources;
  private volatile @Nullable RowStream current;
  private volatile boolean closed;

  public ChainStream(List<Supplier<RowStream>> sources) {
    this.sources = sources.iterator();
  }

  @Override
  public @Nullable Row next() {
    while (!closed) {
      RowStream stream = current;
      if (stream == null) {
        if (!sources.hasNext()) {
          return null;
        }
        stream = sources.next().get();
        current = stream;
        if (closed) {
          stream.close();
          return null;
        }
      }
      Row row = stream.next();
      if (row != null) {
        return row;
      }
      stream.close();
      current = null;
    }
    return null;
  }

  @Override
  public void close() {
    closed = true;
    RowStream stream = current;
    if (stream != null) {
      stream.close();
    }
  }
}
