package dev.spoor.vql.library;

import static dev.spoor.vql.catalog.ArgumentType.ANY;
import static dev.spoor.vql.catalog.ArgumentType.BOOL;
import static dev.spoor.vql.catalog.ArgumentType.INT;
import static dev.spoor.vql.catalog.ArgumentType.QUERY;
import static dev.spoor.vql.catalog.ArgumentType.STRING;

import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.plan.ChainStream;
import dev.spoor.vql.plan.Lazy;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Shape;
import dev.spoor.vql.value.ShapedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The plugins of the bare language.
final class CorePlugins {
  private static final Shape VALUE = Shape.of("_value");

  private CorePlugins() {}

  static List<VqlPlugin> all() {
    return List.of(
        VqlPlugin.of(
            Signature.named("scope", "One row: the names that can be seen here.")
                .needs(Permissions.none())
                .build(),
            call -> RowStream.of(Scope.NOTHING)),
        VqlPlugin.of(
            Signature.named("range", "Counts from start up to end, which is not reached.")
                .optional("start", INT, "the first number, 0")
                .required("end", INT, "the bound")
                .optional("step", INT, "the step, 1")
                .needs(Permissions.none())
                .pure()
                .build(),
            CorePlugins::range),
        VqlPlugin.of(
            Signature.named("if", "The rows of `then` or `else`; write queries in {…}.")
                .required("condition", ANY, "what decides")
                .optional("then", QUERY, "the rows if it is true")
                .optional("else", QUERY, "the rows if it is false")
                .needs(Permissions.none())
                .build(),
            CorePlugins::choose),
        VqlPlugin.of(
            Signature.named("chain", "The rows of several queries, one after another.")
                .optional("async", BOOL, "all at once, as they come")
                .openArguments()
                .needs(Permissions.none())
                .build(),
            CorePlugins::chain),
        VqlPlugin.of(
            Signature.named("combine", "The rows of several queries at once, as they come.")
                .openArguments()
                .needs(Permissions.none())
                .build(),
            call -> MergedStream.of(call, queries(call))),
        VqlPlugin.of(
            Signature.named("foreach", "Runs a query for each row of another.")
                .required("row", QUERY, "the rows: a query, an array, a dict")
                .optional("query", QUERY, "runs with the row's columns visible")
                .optional("async", BOOL, "100 at once")
                .optional("workers", INT, "how many at once")
                .optional("column", STRING, "give this column instead of the rows")
                .needs(Permissions.none())
                .build(),
            ForeachStream::open),
        VqlPlugin.of(
            Signature.named("flatten", "Multiplies each row by the items of its arrays.")
                .required("query", QUERY, "the rows")
                .needs(Permissions.none())
                .build(),
            FlattenStream::open));
  }

  private static RowStream range(PluginCall call) {
    long start = call.integer("start", 0);
    long end = call.integer("end", 0);
    long step = call.integer("step", 1);
    if (step <= 0) {
      throw call.refuse("step must be more than 0");
    }
    return new RowStream() {
      private long at = start;
      private boolean over;
      private volatile boolean closed;

      @Override
      public @Nullable Row next() {
        if (closed || over || at >= end) {
          return null;
        }
        Row row = new ShapedRow(VALUE, new @Nullable Object[] {at});
        over = at > Long.MAX_VALUE - step;
        at += step;
        return row;
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }

  private static RowStream choose(PluginCall call) {
    Object branch = call.value(call.bool("condition", false) ? "then" : "else");
    return Lazy.rows(branch, call.scope());
  }

  private static RowStream chain(PluginCall call) {
    List<Supplier<RowStream>> parts = queries(call);
    return call.bool("async", false) ? MergedStream.of(call, parts) : new ChainStream(parts);
  }

  static List<Supplier<RowStream>> queries(PluginCall call) {
    List<Supplier<RowStream>> parts = new ArrayList<>();
    for (String name : call.names()) {
      Query query = name.equals("async") ? null : call.query(name);
      if (query != null) {
        parts.add(() -> query.open(call.scope()));
      }
    }
    return parts;
  }
}
