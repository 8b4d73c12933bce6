package dev.spoor.server.query;

import dev.spoor.server.identity.Permission;
import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Pushdown;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.library.MergedStream;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `parallelize()`: the stored rows of an artifact in batches, on each of which a query runs beside
/// the others; what it reads from `source()` is its batch.
final class ParallelizePlugin implements VqlPlugin {
  /// The batch that `source()` gives in a query of this plugin; no query can write this name.
  static final String BATCH = "\0batch";

  private static final int MOST_WORKERS = 16;
  private static final int MOST_ROWS = 100_000;

  private final Signature signature;
  private final SourcePlugin source;

  ParallelizePlugin(SourcePlugin source) {
    this.source = source;
    Signature.Builder builder =
        Signature.named(
                "parallelize", "Runs a query on the stored rows of an artifact, batch by batch.")
            .required("query", ArgumentType.QUERY, "runs on a batch, which is its source()")
            .optional("workers", ArgumentType.INT, "how many at once, 1 to 16")
            .optional("batch", ArgumentType.INT, "rows in a batch, 10000");
    source
        .signature()
        .parameters()
        .forEach(
            parameter -> builder.optional(parameter.name(), parameter.type(), parameter.help()));
    this.signature = builder.needs(Permissions.of(Permission.READ_RESULTS.name())).build();
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public RowStream open(PluginCall call) {
    Query query = call.query("query");
    int workers = bounded(call, "workers", 2, MOST_WORKERS);
    int size = bounded(call, "batch", 10_000, MOST_ROWS);
    if (query == null) {
      return RowStream.empty();
    }
    // what the query around it asks of its rows is not asked of the stored ones
    RowStream rows = source.open(call, Pushdown.NONE);
    return MergedStream.of(call, () -> next(call, query, rows, size), rows, workers);
  }

  private static int bounded(PluginCall call, String name, int absent, int most) {
    long value = call.integer(name, absent);
    if (value < 1 || value > most) {
      throw call.refuse(name + " must be from 1 to " + most);
    }
    return (int) value;
  }

  private static @Nullable Supplier<RowStream> next(
      PluginCall call, Query query, RowStream rows, int size) {
    List<Row> batch = new ArrayList<>();
    for (Row row = rows.next(); row != null; row = rows.next()) {
      batch.add(row);
      if (batch.size() >= size) {
        break;
      }
    }
    if (batch.isEmpty()) {
      return null;
    }
    Dict variables = new Dict(1);
    variables.set(BATCH, Query.over(batch));
    return () -> query.open(call.scope().with(variables));
  }
}
