package dev.spoor.sigma.match;

import dev.spoor.sigma.document.LogSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which rules an event can concern at all, from the few fields that log sources are told apart by.
/// What was found is remembered by the values of those fields. Immutable but for that memory.
public final class Router {
  private static final int MAX_REMEMBERED = 20_000;

  /// A way on which a rule's events come: known to be of its log source, or by one of the
  /// conditions.
  ///
  /// @param covered what an event that says its log source must be of; null if that does not count
  public record Route(@Nullable LogSource covered, List<Expr> conditions) {
    public Route {
      conditions = List.copyOf(conditions);
    }
  }

  private final List<Route> routes;
  private final List<List<Checks.Bound>> bound = new ArrayList<>();
  private final int[] keyFields;
  private final ConcurrentHashMap<Object, boolean[]> remembered = new ConcurrentHashMap<>();

  public Router(List<Route> routes, FieldTable table) {
    this.routes = List.copyOf(routes);
    TreeSet<Integer> fields = new TreeSet<>();
    for (Route route : routes) {
      List<Checks.Bound> conditions = new ArrayList<>();
      for (Expr condition : route.conditions()) {
        conditions.add(bind(condition, table, fields));
      }
      bound.add(conditions);
    }
    keyFields = fields.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Checks.Bound bind(Expr expr, FieldTable table, TreeSet<Integer> fields) {
    return switch (expr) {
      case Expr.Check check -> {
        fields.add(table.intern(check.check().field()));
        Checks.Bound inner = Checks.bind(check.check(), table, LambdaCheck.NONE);
        yield check.negated() ? event -> !inner.holds(event) : inner;
      }
      case Expr.And and -> {
        List<Checks.Bound> parts = and.parts().stream().map(p -> bind(p, table, fields)).toList();
        yield event -> parts.stream().allMatch(p -> p.holds(event));
      }
      case Expr.Or or -> {
        List<Checks.Bound> parts = or.parts().stream().map(p -> bind(p, table, fields)).toList();
        yield event -> parts.stream().anyMatch(p -> p.holds(event));
      }
    };
  }

  public List<Route> routes() {
    return routes;
  }

  private record Key(@Nullable LogSource logSource, List<String> values) {}

  /// For each route, whether the event comes by it.
  boolean[] active(SigmaEvent event, @Nullable LogSource logSource) {
    List<String> values = new ArrayList<>(keyFields.length);
    for (int field : keyFields) {
      int at = event.first(field);
      if (at < 0) {
        values.add("\0");
      }
      for (; at >= 0; at = event.next(at)) {
        String text = event.text(at);
        values.add(text == null ? "\0" : text);
      }
      values.add("\1");
    }
    Key key = new Key(logSource, values);
    boolean[] known = remembered.get(key);
    if (known == null) {
      known = compute(event, logSource);
      if (remembered.size() >= MAX_REMEMBERED) {
        remembered.clear();
      }
      remembered.put(key, known);
    }
    return known;
  }

  private boolean[] compute(SigmaEvent event, @Nullable LogSource logSource) {
    boolean[] active = new boolean[routes.size()];
    for (int i = 0; i < active.length; i++) {
      LogSource covered = routes.get(i).covered();
      active[i] =
          (covered != null && logSource != null && covered.covers(logSource))
              || bound.get(i).stream().anyMatch(condition -> condition.holds(event));
    }
    return active;
  }
}
