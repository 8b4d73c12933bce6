package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.ArgumentException;
import dev.spoor.vql.catalog.Arguments;
import dev.spoor.vql.catalog.Lambda;
import dev.spoor.vql.catalog.Parameter;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.TimeText;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The arguments of one call and their conversions. The subclass says how a value is had.
abstract class BoundArguments implements Arguments {
  private final Signature signature;
  private final Scope scope;
  private final String[] names;

  BoundArguments(Signature signature, Scope scope, String[] names) {
    this.signature = signature;
    this.scope = scope;
    this.names = names;
  }

  /// The value of the argument at an index; lazy ones are computed.
  abstract @Nullable Object valueAt(int index);

  public Scope scope() {
    return scope;
  }

  private int indexOf(String name) {
    // of an argument that is given twice the last counts
    for (int i = names.length - 1; i >= 0; i--) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public boolean has(String name) {
    return indexOf(name) >= 0;
  }

  @Override
  public List<String> names() {
    return List.of(names);
  }

  @Override
  public @Nullable Object value(String name) {
    int i = indexOf(name);
    return i < 0 ? null : valueAt(i);
  }

  @Override
  public VqlString string(String name) {
    Object value = value(name);
    return value instanceof VqlString text ? text : toText(value);
  }

  private VqlString toText(@Nullable Object value) {
    if (value instanceof VqlString text) {
      return text;
    }
    Object finished = Lazy.finish(value, scope);
    if (finished instanceof List<?> list
        && list.size() == 1
        && list.getFirst() instanceof VqlString only) {
      return only;
    }
    return VqlString.of(Values.toText(finished));
  }

  @Override
  public long integer(String name, long absent) {
    Object value = value(name);
    return switch (value) {
      case null -> absent;
      case Long l -> l;
      case Double d -> (long) (double) d;
      case Boolean b -> b ? 1 : 0;
      default -> throw mismatch(name, "an int", value);
    };
  }

  @Override
  public double number(String name, double absent) {
    Object value = value(name);
    return switch (value) {
      case null -> absent;
      case Long l -> l;
      case Double d -> d;
      case Boolean b -> b ? 1 : 0;
      default -> throw mismatch(name, "a float", value);
    };
  }

  private static ArgumentException mismatch(String name, String wanted, @Nullable Object value) {
    return new ArgumentException(
        "Field " + name + " should be " + wanted + " not " + Values.typeName(value) + ".");
  }

  @Override
  public boolean bool(String name, boolean absent) {
    int i = indexOf(name);
    return i < 0 ? absent : Lazy.truth(valueAt(i), scope);
  }

  @Override
  public @Nullable Instant time(String name) {
    Object value = value(name);
    Instant time = Times.of(value);
    if (time == null && value != null) {
      throw mismatch(name, "a timestamp", value);
    }
    return time;
  }

  @Override
  public List<String> texts(String name) {
    int i = indexOf(name);
    if (i < 0) {
      return List.of();
    }
    Object value = Lazy.finish(valueAt(i), scope);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      return List.of(Values.toText(value));
    }
    List<String> texts = new ArrayList<>(list.size());
    for (Object item : list) {
      Object element = Lazy.finish(item, scope);
      if (element instanceof Row row && row.size() == 1) {
        element = Lazy.finish(row.get(row.columns().getFirst()), scope);
      }
      texts.add(Values.toText(element));
    }
    return texts;
  }

  @Override
  public List<@Nullable Object> list(String name) {
    int i = indexOf(name);
    Object value = i < 0 ? null : valueAt(i);
    List<@Nullable Object> items = new ArrayList<>();
    if (value instanceof Query query) {
      try (RowStream rows = query.open(scope)) {
        for (Row row = rows.next(); row != null; row = rows.next()) {
          items.add(row);
          Lazy.checkHeld(items.size(), scope);
        }
      }
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        items.add(Lazy.reduce(item, scope));
      }
    } else if (value != null) {
      items.add(value);
    }
    return items;
  }

  @Override
  public @Nullable Row dict(String name) {
    Object value = value(name);
    if (value == null || value instanceof Row) {
      return (Row) value;
    }
    throw mismatch(name, "a dict", value);
  }

  @Override
  public @Nullable Query query(String name) {
    int i = indexOf(name);
    if (i < 0) {
      return null;
    }
    Object value = valueAt(i);
    return value instanceof Query query ? query : use -> Lazy.rows(value, use);
  }

  @Override
  public @Nullable Lambda lambda(String name) {
    Object value = value(name);
    if (value == null || value instanceof Lambda) {
      return (Lambda) value;
    }
    return scope.run().lambda(Values.toText(value));
  }

  @Override
  public void check() {
    String fault = fault(signature, names);
    if (fault != null) {
      throw new ArgumentException(fault);
    }
  }

  /// What is wrong with the names of a call, or null.
  static @Nullable String fault(Signature signature, String[] names) {
    List<String> given = Arrays.asList(names);
    for (Parameter parameter : signature.parameters()) {
      if (parameter.required() && !given.contains(parameter.name())) {
        return "Field " + parameter.name() + " is required";
      }
    }
    if (!signature.openArguments()) {
      for (String name : names) {
        if (signature.parameter(name).isEmpty()) {
          return "Unexpected arg " + name;
        }
      }
    }
    return null;
  }

  /// Times from what the language takes for one.
  static final class Times {
    private Times() {}

    static @Nullable Instant of(@Nullable Object value) {
      return switch (value) {
        case Instant time -> time;
        case Long seconds -> ofSeconds(seconds, 0);
        case Double seconds -> ofDouble(seconds);
        case VqlString text -> TimeText.parse(text.toString());
        case null, default -> null;
      };
    }

    private static @Nullable Instant ofDouble(double seconds) {
      double whole = Math.floor(seconds);
      return Double.isNaN(seconds) || Math.abs(seconds) > 1e15
          ? null
          : ofSeconds((long) whole, Math.round((seconds - whole) * 1e9));
    }

    private static @Nullable Instant ofSeconds(long seconds, long nanos) {
      return Math.abs(seconds) > 30_000_000_000_000L ? null : Instant.ofEpochSecond(seconds, nanos);
    }
  }
}
