package dev.spoor.vql.value;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Named values in order: a row, a dict, or a host object that computes its members. A store may
/// hand out rows that decode themselves when a column is asked for.
public interface Row {

  /// The columns that `*` shows, in order. A host object may know more names than it shows.
  List<String> columns();

  /// The value of a column, or `missing` if there is none of that name.
  @Nullable Object find(String column, @Nullable Object missing);

  /// The value of a column; NULL if there is none.
  default @Nullable Object get(String column) {
    return find(column, null);
  }

  /// True if the column exists; must not compute its value.
  default boolean has(String column) {
    return columns().contains(column);
  }

  default int size() {
    return columns().size();
  }

  /// Follows members through nested rows. A row that decodes itself may override this.
  default @Nullable Object path(List<String> names) {
    Object at = this;
    for (String name : names) {
      if (!(at instanceof Row row)) {
        return null;
      }
      at = LazyValue.force(row.get(name));
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  default void forEach(BiConsumer<String, @Nullable Object> visitor) {
    for (String column : columns()) {
      visitor.accept(column, get(column));
    }
  }
}
