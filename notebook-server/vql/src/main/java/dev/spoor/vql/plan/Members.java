package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Member access: `a.b`, `a[k]`, slices, `get()`.
public final class Members {
  private static final Object MISSING = new Object();

  private Members() {}

  /// `value.name`; NULL if there is none.
  public static @Nullable Object byName(@Nullable Object value, String name, Scope scope) {
    Object reduced = Lazy.reduce(value, scope);
    return switch (reduced) {
      case null -> null;
      case Row row -> ofRow(row, name, scope);
      case List<?> list -> column(list, name, scope);
      case Query query -> column(query, name, scope);
      case Instant time -> TimeMembers.get(time, name);
      default -> null;
    };
  }

  private static @Nullable Object ofRow(Row row, String name, Scope scope) {
    Object found = row.find(name, MISSING);
    if (!Values.same(found, MISSING)) {
      return Lazy.reduce(found, scope);
    }
    return name.startsWith("@") ? method(row, name, scope) : null;
  }

  private static @Nullable Object method(Row row, String name, Scope scope) {
    List<@Nullable Object> list = new ArrayList<>();
    return switch (name) {
      case "@Len" -> (long) row.size();
      case "@Keys" -> {
        row.columns().forEach(column -> list.add(VqlString.of(column)));
        yield list;
      }
      case "@Values" -> {
        row.columns().forEach(column -> list.add(Lazy.finish(row.get(column), scope)));
        yield list;
      }
      case "@Items" -> {
        for (String column : row.columns()) {
          Dict item = new Dict(2);
          item.set("Key", VqlString.of(column));
          item.set("Value", Lazy.finish(row.get(column), scope));
          list.add(item);
        }
        yield list;
      }
      case "@ToMap" -> row;
      case "@String" -> VqlString.of(Json.write(row));
      default -> null;
    };
  }

  private static List<@Nullable Object> column(List<?> list, String name, Scope scope) {
    List<@Nullable Object> values = new ArrayList<>(list.size());
    for (Object item : list) {
      Object element = Lazy.reduce(item, scope);
      if (element instanceof Row row) {
        Object found = row.find(name, MISSING);
        if (!Values.same(found, MISSING)) {
          values.add(Lazy.reduce(found, scope));
        }
      } else if (element instanceof Instant time) {
        Object found = TimeMembers.get(time, name);
        if (found != null) {
          values.add(found);
        }
      }
    }
    return values;
  }

  private static List<@Nullable Object> column(Query query, String name, Scope scope) {
    List<@Nullable Object> values = new ArrayList<>();
    try (RowStream rows = query.open(scope)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        values.add(Lazy.reduce(row.get(name), scope));
        Lazy.checkHeld(values.size(), scope);
      }
    }
    return values;
  }

  /// `value[index]`
  public static @Nullable Object byIndex(
      @Nullable Object value, @Nullable Object index, Scope scope) {
    Object reduced = Lazy.reduce(value, scope);
    if (index instanceof VqlString name) {
      return byName(reduced, name.toString(), scope);
    }
    if (!(index instanceof Long) && !(index instanceof Double)) {
      return null;
    }
    long at = index instanceof Double d ? (long) (double) d : (Long) index;
    return switch (reduced) {
      case List<?> list -> {
        long i = at < 0 ? at + list.size() : at;
        yield i < 0 || i >= list.size() ? null : Lazy.reduce(list.get((int) i), scope);
      }
      case VqlString text -> {
        byte[] bytes = text.bytes();
        long i = at < 0 ? at + bytes.length : at;
        yield i < 0 || i >= bytes.length ? null : (Object) (long) (bytes[(int) i] & 0xff);
      }
      case Query query -> at < 0 ? fromEnd(query, at, scope) : nth(query, at, scope);
      case null, default -> null;
    };
  }

  private static @Nullable Object nth(Query query, long at, Scope scope) {
    try (RowStream rows = query.open(scope)) {
      Row row = rows.next();
      for (long i = 0; i < at && row != null; i++) {
        row = rows.next();
      }
      return row;
    }
  }

  private static @Nullable Object fromEnd(Query query, long at, Scope scope) {
    return byIndex(Lazy.materialise(query, scope), at, scope);
  }

  /// `value[from:to]`, clamped; a bound that is not given is open.
  public static @Nullable Object slice(
      @Nullable Object value,
      boolean hasFrom,
      @Nullable Object from,
      boolean hasTo,
      @Nullable Object to,
      Scope scope) {
    if ((hasFrom && !isNumber(from)) || (hasTo && !isNumber(to))) {
      return null;
    }
    Object reduced = Lazy.reduce(value, scope);
    if (reduced instanceof Query query) {
      reduced = Lazy.materialise(query, scope);
    }
    int size =
        reduced instanceof List<?> list
            ? list.size()
            : reduced instanceof VqlString text ? text.length() : -1;
    if (size < 0) {
      return null;
    }
    int start = hasFrom ? clamp(from, size) : 0;
    int end = Math.max(start, hasTo ? clamp(to, size) : size);
    if (reduced instanceof VqlString text) {
      return text.slice(start, end);
    }
    return reduced instanceof List<?> list
        ? new ArrayList<@Nullable Object>(list.subList(start, end))
        : null;
  }

  private static boolean isNumber(@Nullable Object value) {
    return value instanceof Long || value instanceof Double;
  }

  private static int clamp(@Nullable Object bound, int size) {
    double wanted = bound == null ? 0 : Values.asDouble(bound);
    double at = wanted < 0 ? wanted + size : wanted;
    return (int) Math.max(0, Math.min(size, at));
  }
}
