package dev.spoor.sigma.match;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The rules of one moment, in segments of falling size: adding a rule rebuilds only the small ones
/// at the end, removing one only its own. Immutable.
public final class RuleSnapshot {
  private static final int RATIO = 4;

  private final FieldTable table;
  private final LambdaCheck lambdas;
  private final Router router;
  private final List<Part> parts;

  /// A segment with the rules it was built of.
  private record Part(List<CompiledRule> rules, Segment segment) {}

  private RuleSnapshot(FieldTable table, LambdaCheck lambdas, Router router, List<Part> parts) {
    this.table = table;
    this.lambdas = lambdas;
    this.router = router;
    this.parts = List.copyOf(parts);
  }

  public static RuleSnapshot empty(FieldTable table, LambdaCheck lambdas) {
    return new RuleSnapshot(table, lambdas, new Router(List.of(), table), List.of());
  }

  public FieldTable table() {
    return table;
  }

  Router router() {
    return router;
  }

  List<Segment> segments() {
    return parts.stream().map(Part::segment).toList();
  }

  /// How many segments were built for this snapshot that the other did not have.
  public long rulesRebuiltSince(RuleSnapshot other) {
    return parts.stream()
        .filter(part -> !other.parts.contains(part))
        .mapToLong(part -> part.rules.size())
        .sum();
  }

  /// With more rules; their variants name routes of `newRouter`, which begins with the routes there
  /// were.
  public RuleSnapshot with(Collection<CompiledRule> rules, Router newRouter) {
    if (rules.isEmpty()) {
      return this;
    }
    List<Part> next = new ArrayList<>(parts);
    List<CompiledRule> last = new ArrayList<>(rules);
    while (!next.isEmpty() && next.getLast().rules.size() < RATIO * last.size()) {
      last.addAll(0, next.removeLast().rules);
    }
    next.add(part(last));
    return new RuleSnapshot(table, lambdas, newRouter, next);
  }

  public RuleSnapshot without(Collection<LoadedRule> gone) {
    List<Part> next = new ArrayList<>();
    for (Part part : parts) {
      List<CompiledRule> left =
          part.rules.stream().filter(rule -> !gone.contains(rule.rule())).toList();
      if (left.size() == part.rules.size()) {
        next.add(part);
      } else if (!left.isEmpty()) {
        next.add(part(left));
      }
    }
    return new RuleSnapshot(table, lambdas, router, next);
  }

  private Part part(List<CompiledRule> rules) {
    return new Part(List.copyOf(rules), SegmentBuilder.build(rules, table, lambdas));
  }
}
