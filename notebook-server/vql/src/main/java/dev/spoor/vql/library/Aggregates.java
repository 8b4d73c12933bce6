package dev.spoor.vql.library;

import static dev.spoor.vql.catalog.ArgumentType.ANY;
import static dev.spoor.vql.catalog.ArgumentType.INT;

import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.LimitException;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.plan.Lazy;
import dev.spoor.vql.value.Operators;
import dev.spoor.vql.value.Values;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Functions that keep state per call site and aggregate context. Without GROUP BY they give
/// running values.
final class Aggregates {
  private Aggregates() {}

  private static final class Count {
    private long value;
  }

  private static final class Best {
    private boolean any;
    private @Nullable Object value;
  }

  static List<VqlFunction> all() {
    return List.of(
        aggregate("count", "Counts rows.", "items", ANY, false, Aggregates::count),
        aggregate("sum", "Adds up integers.", "item", INT, true, Aggregates::sum),
        aggregate("min", "The least value.", "item", ANY, true, call -> best(call, true)),
        aggregate("max", "The greatest value.", "item", ANY, true, call -> best(call, false)),
        aggregate(
            "enumerate",
            "Collects values into an array.",
            "items",
            ANY,
            false,
            Aggregates::enumerate),
        aggregate(
            "count_distinct", "Counts different values.", "item", ANY, true, Aggregates::distinct));
  }

  private static VqlFunction aggregate(
      String name,
      String help,
      String parameter,
      ArgumentType type,
      boolean required,
      Function<FunctionCall, @Nullable Object> body) {
    Signature.Builder signature = Signature.named(name, help).needs(Permissions.none()).aggregate();
    if (required) {
      signature.required(parameter, type, "the value of each row");
    } else {
      signature.optional(parameter, type, "the value of each row");
    }
    return VqlFunction.of(signature.build(), body);
  }

  private static Object count(FunctionCall call) {
    return ++call.aggregate(Count::new).value;
  }

  private static Object sum(FunctionCall call) {
    long item = call.integer("item", 0);
    Count sum = call.aggregate(Count::new);
    sum.value += item;
    return sum.value;
  }

  private static @Nullable Object best(FunctionCall call, boolean least) {
    Object item = Lazy.finish(call.value("item"), call.scope());
    Best best = call.aggregate(Best::new);
    Operators operators = Operators.of(call.run().dialect());
    boolean better =
        !best.any
            || best.value == null
            || (least ? operators.less(item, best.value) : operators.less(best.value, item));
    if (better) {
      best.value = item;
      best.any = true;
    }
    return best.value;
  }

  private static Object enumerate(FunctionCall call) {
    List<@Nullable Object> all = call.aggregate(() -> new ArrayList<@Nullable Object>());
    all.add(Lazy.finish(call.value("items"), call.scope()));
    checkHeld(all.size(), call);
    return new Prefix(all, all.size());
  }

  private static Object distinct(FunctionCall call) {
    Set<String> seen = call.aggregate(() -> new HashSet<String>());
    Object item = Lazy.finish(call.value("item"), call.scope());
    if (item != null) {
      // numbers that are equal have one text
      seen.add(
          Values.isNumeric(item)
              ? "n" + Values.asDouble(item)
              : Values.typeName(item) + Values.toText(item));
      checkHeld(seen.size(), call);
    }
    return (long) seen.size();
  }

  private static void checkHeld(int items, FunctionCall call) {
    if (items > call.run().limits().listItems()) {
      throw new LimitException(
          LimitException.Limit.MEMORY,
          "an aggregate holds more than " + call.run().limits().listItems() + " items");
    }
  }

  /// The first items of a list that only grows: what it was at one row.
  private static final class Prefix extends AbstractList<@Nullable Object> {
    private final List<@Nullable Object> all;
    private final int size;

    Prefix(List<@Nullable Object> all, int size) {
      this.all = all;
      this.size = size;
    }

    @Override
    public @Nullable Object get(int index) {
      return all.get(Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
      return size;
    }
  }
}
