package dev.spoor.vql.library;

import static dev.spoor.vql.catalog.ArgumentType.INT;
import static dev.spoor.vql.catalog.ArgumentType.LAMBDA;
import static dev.spoor.vql.catalog.ArgumentType.LAZY;
import static dev.spoor.vql.catalog.ArgumentType.QUERY;
import static dev.spoor.vql.catalog.ArgumentType.STRING;

import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.Lambda;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.plan.Lazy;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions that remember: for the length of the session, in bounded memory, by the session's
/// clock.
final class CacheFunctions {
  private static final long MOST_ENTRIES = 100_000;

  private CacheFunctions() {}

  static List<VqlFunction> all() {
    return List.of(
        VqlFunction.of(
            Signature.named("cache", "The value of an expression, computed once per key.")
                .optional("func", LAZY, "the expression")
                .optional("lambda", LAMBDA, "computes the value of a key: `key=>…`")
                .required("key", STRING, "what the value is remembered under")
                .optional("name", STRING, "the cache; needed where there are several")
                .optional("period", INT, "seconds that a value is remembered, 60")
                .optional("max_size", INT, "how many values are remembered, 1000")
                .needs(Permissions.none())
                .build(),
            CacheFunctions::cache),
        VqlFunction.of(
            Signature.named("memoize", "The rows of a query by the value of one column.")
                .required("query", QUERY, "the rows")
                .required("key", STRING, "the column")
                .optional("name", STRING, "shares the rows with other uses of the name")
                .optional("period", INT, "seconds until the query runs again, 60")
                .needs(Permissions.none())
                .build(),
            CacheFunctions::memoize),
        VqlFunction.of(
            Signature.named("lru", "A dict that forgets what was not used for longest.")
                .optional("size", INT, "how many members it keeps, 1000")
                .needs(Permissions.none())
                .build(),
            call -> new LruRow((int) bounded(call, "size"))));
  }

  private static long bounded(FunctionCall call, String name) {
    long size = call.integer(name, 1_000);
    if (size < 1 || size > MOST_ENTRIES) {
      throw call.refuse(name + " must be from 1 to " + MOST_ENTRIES);
    }
    return size;
  }

  static Duration period(FunctionCall call) {
    long seconds = call.integer("period", 60);
    if (seconds < 0) {
      throw call.refuse("period must be a number of seconds");
    }
    return Duration.ofSeconds(Math.min(seconds, 1_000_000_000L));
  }

  private record CacheName(String name) {}

  private record Kept(Object value, Instant until) {}

  private static final class Cache {
    private final Map<String, Kept> entries;

    Cache(long most) {
      entries =
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
              return size() > most;
            }
          };
    }

    synchronized @Nullable Object find(String key, Instant now) {
      Kept entry = entries.get(key);
      return entry == null || now.isAfter(entry.until()) ? null : entry.value();
    }

    synchronized void put(String key, Kept entry) {
      entries.put(key, entry);
    }
  }

  /// NULL is not remembered. Two that ask at once may both compute.
  private static @Nullable Object cache(FunctionCall call) {
    long most = bounded(call, "max_size");
    Cache cache = call.run().shared(new CacheName(call.text("name")), () -> new Cache(most));
    String key = call.text("key");
    Object known = cache.find(key, call.run().clock().instant());
    if (known != null) {
      return known;
    }
    Object value = Lazy.finish(computed(call), call.scope());
    if (value != null) {
      Instant until = call.run().clock().instant().plus(period(call));
      cache.put(key, new Kept(value, until));
    }
    return value;
  }

  private static @Nullable Object computed(FunctionCall call) {
    Lambda lambda = call.lambda("lambda");
    if (lambda != null) {
      return lambda.call(call.scope(), call.string("key"));
    }
    if (!call.has("func")) {
      throw call.refuse("func or lambda is required");
    }
    return call.value("func");
  }

  private record MemoName(String name) {}

  private static @Nullable Object memoize(FunctionCall call) {
    Query query = call.query("query");
    if (query == null) {
      return null;
    }
    Duration period = period(call);
    String key = call.text("key");
    if (!call.has("name")) {
      return new MemoRow(query, key, period, call.scope());
    }
    return call.run()
        .shared(
            new MemoName(call.text("name")), () -> new MemoRow(query, key, period, call.scope()));
  }
}
