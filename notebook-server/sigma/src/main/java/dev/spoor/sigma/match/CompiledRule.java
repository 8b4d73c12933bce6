package dev.spoor.sigma.match;

import java.util.List;

/// A rule, and what it asks on each of the routes that its events come by.
public record CompiledRule(LoadedRule rule, List<Variant> variants) {

  /// @param route the number of a {@link Router.Route}
  public record Variant(Expr expr, int route) {}

  public CompiledRule {
    variants = List.copyOf(variants);
  }
}
