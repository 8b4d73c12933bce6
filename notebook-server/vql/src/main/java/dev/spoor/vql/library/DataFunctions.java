package dev.spoor.vql.library;

import static dev.spoor.vql.catalog.ArgumentType.ANY;
import static dev.spoor.vql.catalog.ArgumentType.INT;
import static dev.spoor.vql.catalog.ArgumentType.LAMBDA;
import static dev.spoor.vql.catalog.ArgumentType.LIST;
import static dev.spoor.vql.catalog.ArgumentType.STRING;
import static dev.spoor.vql.catalog.ArgumentType.STRINGS;

import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.Lambda;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.ScopeRow;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.plan.Lazy;
import dev.spoor.vql.regex.Regex;
import dev.spoor.vql.regex.RegexException;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.JsonException;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Functions over arrays, dicts and JSON, and the log.
final class DataFunctions {
  private DataFunctions() {}

  static List<VqlFunction> all() {
    return List.of(
        VqlFunction.of(
            named("filter", "The items of an array that a pattern or condition accepts.")
                .required("list", LIST, "the items")
                .optional("filter", LAMBDA, "a condition: `x=>x > 1`")
                .optional("condition", LAMBDA, "the same")
                .optional("regex", STRINGS, "regular expressions")
                .build(),
            call -> call.list("list").stream().filter(condition(call, false)).toList()),
        VqlFunction.of(
            quantifier("any", "True if any item is accepted.").build(),
            call -> call.list("items").stream().anyMatch(condition(call, false))),
        VqlFunction.of(
            quantifier("all", "True if all items are accepted.").build(),
            call -> call.list("items").stream().allMatch(condition(call, true))),
        VqlFunction.of(
            named("items", "The members of a dict or array as `{_key, _value}`.")
                .required("item", ANY, "the dict or array")
                .build(),
            call -> items(call.value("item"), call)),
        VqlFunction.of(
            named("to_dict", "A dict from rows with `_key` and `_value`.")
                .required("item", ANY, "a dict, or rows")
                .build(),
            DataFunctions::toDict),
        VqlFunction.of(
            named("set", "Sets a member of a dict or array and gives it back.")
                .required("item", ANY, "the dict or array")
                .required("field", ANY, "the name or index")
                .required("value", ANY, "the new value")
                .build(),
            DataFunctions::set),
        VqlFunction.of(
            named("parse_json", "The value of a JSON text.")
                .required("data", STRING, "the text")
                .build(),
            DataFunctions::parseJson),
        VqlFunction.of(
            named("parse_json_array", "The array of a JSON text.")
                .required("data", STRING, "the text")
                .build(),
            call -> DataFunctions.parseJson(call) instanceof List<?> list ? list : null),
        VqlFunction.of(
            named("serialize", "A value as text.")
                .required("item", ANY, "the value")
                .optional("format", STRING, "json or jsonl")
                .build(),
            DataFunctions::serialize),
        VqlFunction.of(
            named("to_json", "A value as JSON text.").required("item", ANY, "the value").build(),
            call -> json(Lazy.finish(call.value("item"), call.scope()))),
        VqlFunction.of(
            Signature.named("log", "Writes a line to the log of the query; TRUE.")
                .required("message", STRING, "the line, a template for args")
                .optional("args", LIST, "its values")
                .optional("level", STRING, "DEFAULT, WARN, ERROR, INFO, DEBUG")
                .optional("dedup", INT, "seconds in which the same line is written once")
                .needs(Permissions.none())
                .build(),
            DataFunctions::log),
        VqlFunction.of(
            Signature.named("rand", "A random whole number from 0 up to a bound.")
                .optional("range", INT, "the bound")
                .needs(Permissions.none())
                .build(),
            call ->
                ThreadLocalRandom.current()
                    .nextLong(Math.max(1, call.integer("range", 1L << 31)))));
  }

  private static Signature.Builder named(String name, String help) {
    return Signature.named(name, help).needs(Permissions.none());
  }

  private static Signature.Builder quantifier(String name, String help) {
    return named(name, help)
        .required("items", LIST, "the items")
        .optional("filter", LAMBDA, "a condition: `x=>x > 1`")
        .optional("regex", STRINGS, "regular expressions");
  }

  static Object array(FunctionCall call) {
    List<@Nullable Object> all = new ArrayList<>();
    for (String name : call.names()) {
      if (name.equals("_")) {
        all.addAll(call.list(name));
      } else {
        all.add(Lazy.finish(call.value(name), call.scope()));
      }
    }
    return all;
  }

  static @Nullable Object eval(FunctionCall call) {
    Lambda lambda = call.lambda("func");
    if (lambda == null) {
      return null;
    }
    List<@Nullable Object> arguments =
        call.has("args") ? call.list("args") : List.of(new ScopeRow(call.scope()));
    return lambda.call(call.scope(), arguments.toArray(new @Nullable Object[0]));
  }

  /// @param every whether all regular expressions must be found, or any
  private static Predicate<@Nullable Object> condition(FunctionCall call, boolean every) {
    if (call.has("regex")) {
      try {
        List<Regex> regexes = call.texts("regex").stream().map(Regex::of).toList();
        return item -> {
          byte[] text = VqlString.of(Values.toText(item)).bytes();
          return every
              ? regexes.stream().allMatch(regex -> regex.find(text))
              : regexes.stream().anyMatch(regex -> regex.find(text));
        };
      } catch (RegexException e) {
        throw call.refuse("regular expression: " + e.getMessage());
      }
    }
    Lambda lambda = call.lambda(call.has("condition") ? "condition" : "filter");
    if (lambda == null) {
      return item -> Lazy.truth(item, call.scope());
    }
    return item -> Lazy.truth(lambda.call(call.scope(), item), call.scope());
  }

  static List<@Nullable Object> items(@Nullable Object item, FunctionCall call) {
    Object value = Lazy.finish(item, call.scope());
    List<@Nullable Object> rows = new ArrayList<>();
    if (value instanceof Row row) {
      for (String column : row.columns()) {
        rows.add(pair(VqlString.of(column), Lazy.finish(row.get(column), call.scope())));
      }
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        rows.add(pair((long) i, list.get(i)));
      }
    }
    return rows;
  }

  static Row pair(Object key, @Nullable Object value) {
    Dict pair = new Dict(2);
    pair.set("_key", key);
    pair.set("_value", value);
    return pair;
  }

  private static Object toDict(FunctionCall call) {
    Object item = Lazy.finish(call.value("item"), call.scope());
    if (item instanceof Row row) {
      return Dict.copyOf(row);
    }
    Dict dict = new Dict();
    if (item instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Row row) {
          dict.set(Values.toText(row.get("_key")), row.get("_value"));
        }
      }
    }
    return dict;
  }

  private static @Nullable Object set(FunctionCall call) {
    Object item = call.value("item");
    Object field = call.value("field");
    Object value = Lazy.finish(call.value("value"), call.scope());
    if (item instanceof List<?> list && field instanceof Long at) {
      List<@Nullable Object> copy = new ArrayList<>(list);
      int index = (int) (at < 0 ? at + list.size() : at);
      if (index >= 0 && index < copy.size()) {
        copy.set(index, value);
      } else if (index == copy.size()) {
        copy.add(value);
      }
      return copy;
    }
    if (item instanceof Dict dict) {
      dict.set(Values.toText(field), value);
      return dict;
    }
    if (item instanceof LruRow lru) {
      lru.put(Values.toText(field), value);
      return lru;
    }
    if (item instanceof Row row) {
      Dict copy = Dict.copyOf(row);
      copy.set(Values.toText(field), value);
      return copy;
    }
    return item;
  }

  private static @Nullable Object parseJson(FunctionCall call) {
    try {
      return Json.read(call.string("data").bytes(), Json.ReadOptions.DEFAULT.withTimes());
    } catch (JsonException e) {
      throw call.refuse(e.getMessage() == null ? "not JSON" : e.getMessage());
    }
  }

  private static VqlString json(@Nullable Object value) {
    return VqlString.ofBytes(Json.writeBytes(value));
  }

  private static Object serialize(FunctionCall call) {
    Object item = Lazy.finish(call.value("item"), call.scope());
    return switch (call.text("format", "json")) {
      case "json", "" -> json(item);
      case "jsonl" -> {
        StringBuilder lines = new StringBuilder();
        List<?> rows = item instanceof List<?> list ? list : Collections.singletonList(item);
        rows.forEach(row -> lines.append(Json.write(row)).append('\n'));
        yield VqlString.of(lines.toString());
      }
      default -> throw call.refuse("unknown format " + call.text("format"));
    };
  }

  private static Object log(FunctionCall call) {
    String message =
        call.has("args")
            ? PrintfFormat.format(call.text("message"), call.list("args"))
            : call.text("message");
    LogLevel level =
        switch (call.text("level").toUpperCase(Locale.ROOT)) {
          case "ERROR" -> LogLevel.ERROR;
          case "WARN" -> LogLevel.WARN;
          case "INFO" -> LogLevel.INFO;
          case "DEBUG" -> LogLevel.DEBUG;
          default -> LogLevel.DEFAULT;
        };
    if (!call.has("dedup") || mayRepeat(call, level + message)) {
      call.run().log(level, message);
    }
    return true;
  }

  /// When each line was last written, of those written lately.
  private static final class LoggedLines {
    private static final int MOST = 10_000;
    private final Map<String, Long> seconds =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
          }
        };

    synchronized boolean mayRepeat(String line, long now, long period) {
      Long last = seconds.get(line);
      if (last != null && (period < 0 || now < last + period)) {
        return false;
      }
      seconds.remove(line);
      seconds.put(line, now);
      return true;
    }
  }

  private static boolean mayRepeat(FunctionCall call, String line) {
    long now = call.run().clock().instant().getEpochSecond();
    LoggedLines lines = call.run().shared(LoggedLines.class, LoggedLines::new);
    return lines.mayRepeat(line, now, call.integer("dedup", 60));
  }
}
