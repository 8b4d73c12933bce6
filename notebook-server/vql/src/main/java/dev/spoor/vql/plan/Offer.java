package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.OfferedPredicate;
import dev.spoor.vql.catalog.Pushdown;
import dev.spoor.vql.catalog.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a SELECT offers to the plugin that it reads from, found when compiled; which of it may
/// really be offered depends on the names in scope when it runs.
///
/// @param predicates per conjunct of WHERE
/// @param texts the canonical texts of the conjuncts
/// @param names all first components of names that columns and clauses read
/// @param readsAll true if more than these names may be read
record Offer(
    List<Template> predicates,
    List<String> texts,
    Set<String> names,
    boolean readsAll,
    OptionalLong limit) {

  /// A predicate whose constants are computed when the query runs; null if it must not be offered
  /// in this scope.
  @FunctionalInterface
  interface Template {
    @Nullable OfferedPredicate at(Scope scope);
  }

  Pushdown at(Scope scope) {
    List<Pushdown.Conjunct> conjuncts = new ArrayList<>(predicates.size());
    for (int i = 0; i < predicates.size(); i++) {
      OfferedPredicate predicate = predicates.get(i).at(scope);
      String text = texts.get(i);
      conjuncts.add(
          new Pushdown.Conjunct(
              predicate == null ? new OfferedPredicate.Opaque(text) : predicate, text));
    }
    return new Pushdown(conjuncts, columns(scope), limit);
  }

  private @Nullable Set<String> columns(Scope scope) {
    if (readsAll) {
      return null;
    }
    for (String name : names) {
      Object value = scope.find(name);
      if (value instanceof StoredExpression || value instanceof StoredQuery) {
        return null;
      }
    }
    return names;
  }
}
