package dev.spoor.server.event;

import java.util.List;

/// How a store would carry out a search: what chooses the blocks, and for each conjunct of the
/// predicate (in the order of [EventPredicate#conjuncts]) who decides it.
///
/// @param scope one sentence about artifact, clients and times
public record EventPlan(String scope, List<Conjunct> conjuncts) {
  public EventPlan {
    conjuncts = List.copyOf(conjuncts);
  }

  /// @param exact true if the store decides it: every event given fulfils it, every one that does
  ///   is given. Otherwise the evaluator must look again.
  /// @param how for people: `exact: blocks by value, then distinct values`
  public record Conjunct(EventPredicate predicate, boolean exact, String how) {}
}
