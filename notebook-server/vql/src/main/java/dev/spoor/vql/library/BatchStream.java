package dev.spoor.vql.library;

import dev.spoor.vql.catalog.HeldRows;
import dev.spoor.vql.catalog.Lambda;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.plan.Lazy;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `batch()`: rows gathered until there are enough or a lambda says so; the row that made it say so
/// is part of the batch.
final class BatchStream implements RowStream {
  private final RowStream rows;
  private final long size;
  private final @Nullable Lambda ends;
  private final Scope scope;
  private final HeldRows held;
  private int inBatch;

  private BatchStream(RowStream rows, long size, @Nullable Lambda ends, Scope scope) {
    this.rows = rows;
    this.size = size;
    this.ends = ends;
    this.scope = scope;
    this.held = HeldRows.of(scope.run());
  }

  static RowStream open(PluginCall call) {
    long bound = call.run().limits().rows();
    long size = Math.min(bound, call.integer("batch_size", bound));
    if (size < 1) {
      throw call.refuse("batch_size must be at least 1");
    }
    return new BatchStream(
        ControlPlugins.open(call), size, call.lambda("batch_func"), call.scope());
  }

  @Override
  public @Nullable Row next() {
    // the last batch was given on and is done with
    letGo();
    List<@Nullable Object> batch = new ArrayList<>();
    for (Row row = rows.next(); row != null; row = rows.next()) {
      batch.add(row);
      held.hold(1);
      inBatch++;
      boolean full = batch.size() >= size;
      if (full || (ends != null && Lazy.truth(ends.call(scope, batch), scope))) {
        break;
      }
    }
    if (batch.isEmpty()) {
      return null;
    }
    Dict out = new Dict(1);
    out.set("rows", batch);
    return out;
  }

  private void letGo() {
    held.release(inBatch);
    inBatch = 0;
  }

  @Override
  public void close() {
    rows.close();
  }
}
