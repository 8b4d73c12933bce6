package dev.spoor.vql.library;

import dev.spoor.vql.value.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A dict of bounded size: what was not used for longest goes first. Thread-safe.
final class LruRow implements Row {
  private static final Object NULL = new Object();

  private final Map<String, Object> members;

  LruRow(int most) {
    members =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Object> eldest) {
            return size() > most;
          }
        };
  }

  void put(String name, @Nullable Object value) {
    synchronized (members) {
      members.put(name, value == null ? NULL : value);
    }
  }

  @Override
  public List<String> columns() {
    synchronized (members) {
      return List.copyOf(members.keySet());
    }
  }

  @Override
  public @Nullable Object find(String column, @Nullable Object missing) {
    synchronized (members) {
      Object value = members.get(column);
      return value == null ? missing : value.equals(NULL) ? null : value;
    }
  }
}
