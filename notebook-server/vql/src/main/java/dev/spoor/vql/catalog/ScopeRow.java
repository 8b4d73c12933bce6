package dev.spoor.vql.catalog;

import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A scope as a value, `scope()`: its members are the names that can be seen there.
public record ScopeRow(Scope scope) implements Row {

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public @Nullable Object find(String column, @Nullable Object missing) {
    Object value = scope.find(column);
    return Values.same(value, Scope.UNKNOWN) ? missing : value;
  }

  @Override
  public boolean has(String column) {
    return scope.has(column);
  }
}
