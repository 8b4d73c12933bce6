package dev.spoor.vql.library;

import static dev.spoor.vql.catalog.ArgumentType.ANY;
import static dev.spoor.vql.catalog.ArgumentType.BOOL;
import static dev.spoor.vql.catalog.ArgumentType.DICT;
import static dev.spoor.vql.catalog.ArgumentType.FLOAT;
import static dev.spoor.vql.catalog.ArgumentType.INT;
import static dev.spoor.vql.catalog.ArgumentType.LAMBDA;
import static dev.spoor.vql.catalog.ArgumentType.QUERY;
import static dev.spoor.vql.catalog.ArgumentType.STRING;
import static dev.spoor.vql.catalog.ArgumentType.STRINGS;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.spoor.vql.catalog.Lambda;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.plan.Lazy;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.JsonException;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Plugins that steer other queries.
final class ControlPlugins {
  private ControlPlugins() {}

  static List<VqlPlugin> all() {
    return List.of(
        VqlPlugin.of(
            Signature.named("switch", "The first of several queries that gives any row.")
                .openArguments()
                .needs(Permissions.none())
                .build(),
            ControlPlugins::firstWithRows),
        VqlPlugin.of(
            Signature.named("query", "Runs a query or a text in a scope of its own.")
                .required("query", ANY, "the query, or its text")
                .optional("env", DICT, "the variables that it sees")
                .optional("copy_env", STRINGS, "names taken over from here")
                .optional("inherit", BOOL, "see all names from here")
                .optional("exit", LAMBDA, "ends the rows before the one that it is true for")
                .optional("timeout", FLOAT, "seconds for all rows")
                .optional("progress_timeout", FLOAT, "seconds from one row to the next")
                .needs(Permissions.none())
                .build(),
            ControlPlugins::query),
        VqlPlugin.of(
            Signature.named("items", "The members of a dict, array or query as `_key`, `_value`.")
                .required("item", ANY, "the value")
                .needs(Permissions.none())
                .build(),
            ControlPlugins::items),
        VqlPlugin.of(
            Signature.named("batch", "Rows in batches: `{rows: […]}`.")
                .required("query", QUERY, "the rows")
                .optional("batch_size", INT, "rows per batch")
                .optional("batch_func", LAMBDA, "ends a batch when true for its rows")
                .needs(Permissions.none())
                .build(),
            BatchStream::open),
        VqlPlugin.of(
            Signature.named("sample", "Every n-th row, beginning with the first.")
                .required("query", QUERY, "the rows")
                .required("n", INT, "how many rows give one")
                .needs(Permissions.none())
                .build(),
            ControlPlugins::sample),
        VqlPlugin.of(
            Signature.named("column_filter", "Rows with some of their columns.")
                .required("query", QUERY, "the rows")
                .optional("include", STRINGS, "regular expressions of columns to keep")
                .optional("exclude", STRINGS, "regular expressions of columns to leave out")
                .needs(Permissions.none())
                .build(),
            ControlPlugins::columnFilter),
        VqlPlugin.of(
            Signature.named("parse_json_array", "The items of a JSON array as rows.")
                .required("data", STRING, "the text")
                .needs(Permissions.none())
                .pure()
                .build(),
            ControlPlugins::parseJsonArray));
  }

  static RowStream open(PluginCall call) {
    Query query = call.query("query");
    return query == null ? RowStream.empty() : query.open(call.scope());
  }

  private static RowStream firstWithRows(PluginCall call) {
    List<Supplier<RowStream>> parts = CorePlugins.queries(call);
    return new RowStream() {
      private int at;
      private volatile @Nullable RowStream chosen;
      private volatile boolean closed;

      @Override
      public @Nullable Row next() {
        while (!closed) {
          RowStream stream = chosen;
          if (stream != null) {
            return stream.next();
          }
          if (at >= parts.size()) {
            return null;
          }
          stream = parts.get(at++).get();
          Row row = stream.next();
          if (row != null) {
            chosen = stream;
            return row;
          }
          stream.close();
        }
        return null;
      }

      @Override
      public void close() {
        closed = true;
        RowStream stream = chosen;
        if (stream != null) {
          stream.close();
        }
      }
    };
  }

  private static RowStream query(PluginCall call) {
    Scope scope = call.scope();
    if (scope.isTooDeep()) {
      throw call.refuse("queries are nested too deep");
    }
    if (!call.bool("inherit", false)) {
      Row env = call.dict("env");
      Dict variables = env == null ? new Dict() : Dict.copyOf(env);
      for (String name : call.texts("copy_env")) {
        Object value = call.scope().find(name);
        variables.set(name, Values.same(value, Scope.UNKNOWN) ? null : Lazy.finish(value, scope));
      }
      scope = scope.isolated(variables);
    }
    Object given = call.value("query");
    Query query = given instanceof Query known ? known : call.run().program(Values.toText(given));
    Lambda exit = call.lambda("exit");
    Scope rowScope = scope;
    RowStream rows =
        TimedStream.of(
            call,
            query.open(scope),
            EventPlugins.seconds(call, "timeout", 0),
            EventPlugins.seconds(call, "progress_timeout", 0));
    return exit == null
        ? rows
        : new UntilStream(rows, row -> Lazy.truth(exit.call(rowScope, row), rowScope));
  }

  private record UntilStream(RowStream rows, Predicate<Row> end) implements RowStream {
    @Override
    public @Nullable Row next() {
      Row row = rows.next();
      if (row == null || !end.test(row)) {
        return row;
      }
      rows.close();
      return null;
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  private static RowStream items(PluginCall call) {
    Object value = call.value("item");
    if (value instanceof Row row) {
      List<Row> rows = new ArrayList<>();
      for (String column : row.columns()) {
        rows.add(
            DataFunctions.pair(VqlString.of(column), Lazy.finish(row.get(column), call.scope())));
      }
      return RowStream.of(rows);
    }
    return new Numbered(Lazy.rows(value, call.scope()));
  }

  private static final class Numbered implements RowStream {
    private final RowStream rows;
    private long at;

    Numbered(RowStream rows) {
      this.rows = rows;
    }

    @Override
    public @Nullable Row next() {
      Row row = rows.next();
      if (row == null) {
        return null;
      }
      Object value = row.size() == 1 && row.has("_value") ? row.get("_value") : row;
      return DataFunctions.pair(at++, value);
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  private static RowStream sample(PluginCall call) {
    long n = call.integer("n", 1);
    if (n < 1) {
      throw call.refuse("n must be at least 1");
    }
    RowStream rows = open(call);
    return new RowStream() {
      private boolean first = true;

      @Override
      public @Nullable Row next() {
        Row row = rows.next();
        for (long i = 1; !first && row != null && i < n; i++) {
          row = rows.next();
        }
        first = false;
        return row;
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  private static RowStream columnFilter(PluginCall call) {
    List<Pattern> include = patterns(call, "include");
    List<Pattern> exclude = patterns(call, "exclude");
    RowStream rows = open(call);
    return new RowStream() {
      @Override
      public @Nullable Row next() {
        Row row = rows.next();
        if (row == null) {
          return null;
        }
        Dict kept = new Dict(row.size());
        for (String column : row.columns()) {
          boolean in =
              include.isEmpty() || include.stream().anyMatch(p -> p.matcher(column).find());
          if (in && exclude.stream().noneMatch(p -> p.matcher(column).find())) {
            kept.set(column, row.get(column));
          }
        }
        return kept;
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  private static List<Pattern> patterns(PluginCall call, String argument) {
    try {
      return call.texts(argument).stream().map(Pattern::compile).toList();
    } catch (PatternSyntaxException e) {
      throw call.refuse("not a regular expression: " + e.getMessage());
    }
  }

  private static RowStream parseJsonArray(PluginCall call) {
    try {
      Object value = Json.read(call.string("data").bytes(), Json.ReadOptions.DEFAULT.withTimes());
      return value instanceof List<?> ? Lazy.rows(value, call.scope()) : RowStream.empty();
    } catch (JsonException e) {
      throw call.refuse(String.valueOf(e.getMessage()));
    }
  }
}
