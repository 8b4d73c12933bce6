package dev.spoor.server.event;

import dev.spoor.vql.value.RowStream;
import org.jspecify.annotations.Nullable;

/// Events pulled one by one by one thread, read while they are pulled. `close` may come from any
/// thread and lets go of the snapshot.
public interface EventStream extends RowStream {
  @Override
  @Nullable Event next();

  /// Rows looked at so far, whether they were given or not. Any thread may ask.
  long scanned();
}
