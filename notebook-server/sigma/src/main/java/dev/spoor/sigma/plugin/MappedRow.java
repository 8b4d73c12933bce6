package dev.spoor.sigma.plugin;

import dev.spoor.vql.catalog.Lambda;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An event as rules see it: some fields come from lambdas, computed when a rule asks.
record MappedRow(Row event, Map<String, Lambda> mapping, Scope scope) implements Row {

  @Override
  public List<String> columns() {
    Set<String> names = new LinkedHashSet<>(mapping.keySet());
    names.addAll(event.columns());
    return new ArrayList<>(names);
  }

  @Override
  public @Nullable Object find(String column, @Nullable Object missing) {
    Lambda lambda = mapping.get(column);
    return lambda == null
        ? event.find(column, missing)
        : (LazyValue) () -> lambda.call(scope, event);
  }

  @Override
  public boolean has(String column) {
    return mapping.containsKey(column) || event.has(column);
  }
}
