package dev.spoor.server.query;

import dev.spoor.server.event.EventPredicate;
import dev.spoor.vql.catalog.OfferedPredicate;

/// What a query offers, in the words of the event store.
final class PredicateMapping {
  private PredicateMapping() {}

  static EventPredicate of(OfferedPredicate offered) {
    return switch (offered) {
      case OfferedPredicate.Equal(var path, var value) -> new EventPredicate.Equal(path, value);
      case OfferedPredicate.In(var path, var values) -> new EventPredicate.In(path, values);
      case OfferedPredicate.Range range ->
          new EventPredicate.Range(
              range.path(), range.low(), range.lowInclusive(), range.high(), range.highInclusive());
      case OfferedPredicate.Matches(var path, var regex) -> new EventPredicate.Matches(path, regex);
      case OfferedPredicate.Contains(var path, var value) ->
          new EventPredicate.Opaque(value + " IN " + String.join(".", path));
      case OfferedPredicate.Present(var path) -> new EventPredicate.Present(path);
      case OfferedPredicate.And(var parts) ->
          new EventPredicate.And(parts.stream().map(PredicateMapping::of).toList());
      case OfferedPredicate.Or(var parts) ->
          new EventPredicate.Or(parts.stream().map(PredicateMapping::of).toList());
      case OfferedPredicate.Not(var part) -> new EventPredicate.Not(of(part));
      case OfferedPredicate.Opaque(var text) -> new EventPredicate.Opaque(text);
    };
  }
}
