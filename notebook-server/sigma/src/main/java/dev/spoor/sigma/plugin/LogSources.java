package dev.spoor.sigma.plugin;

import dev.spoor.sigma.document.LogSource;
import dev.spoor.vql.catalog.ArgumentException;
import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `sigma_log_sources()`: names of log sources, `category/product/service`, and the queries that
/// give their events.
final class LogSources {
  static final String NAME = "sigma_log_sources";
  static final Signature SIGNATURE =
      Signature.named(NAME, "Says where sigma() finds the events of log sources.")
          .openArguments()
          .needs(Permissions.none())
          .build();

  /// One of them.
  record Source(String name, LogSource logSource, Query query) {}

  private LogSources() {}

  static Object make(FunctionCall call) {
    Dict sources = new Dict();
    for (String name : call.names()) {
      parse(name);
      Query query = call.query(name);
      if (query == null) {
        throw call.refuse(name + " must be a query");
      }
      sources.set(name, query);
    }
    return sources;
  }

  /// `process_creation/windows/*`: category, product, service.
  private static LogSource parse(String name) {
    List<@Nullable String> parts = new ArrayList<>();
    int from = 0;
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', from)) {
      parts.add(part(name.substring(from, slash)));
      from = slash + 1;
    }
    parts.add(part(name.substring(from)));
    if (parts.size() != 3) {
      throw new ArgumentException(
          "log source \"" + name + "\": write category/product/service, with * for any");
    }
    return new LogSource(parts.get(1), parts.get(0), parts.get(2));
  }

  private static @Nullable String part(String text) {
    return text.isEmpty() || text.equals("*") ? null : text;
  }

  static List<Source> of(Row sources) {
    List<Source> all = new ArrayList<>();
    for (String name : sources.columns()) {
      Object value = LazyValue.force(sources.get(name));
      Query query =
          switch (value) {
            case Query q -> q;
            case List<?> rows ->
                Query.over(
                    rows.stream().filter(row -> row instanceof Row).map(row -> (Row) row).toList());
            case null, default ->
                throw new ArgumentException("log source \"" + name + "\" must be a query");
          };
      all.add(new Source(name, parse(name), query));
    }
    return all;
  }
}
