package dev.spoor.sigma.match;

import dev.spoor.sigma.match.FieldCheck.Literal;
import dev.spoor.sigma.match.FieldCheck.Variant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The literals of all checks, sorted into one index per field and variant. Keywords, which are
/// looked for in every field, have an index per route: few log sources have any.
final class FieldIndexes {
  private final @Nullable FieldIndex[] fields;
  private final Map<Integer, FieldIndex> keywords = new HashMap<>();
  private final List<int[]> literalChecks = new ArrayList<>();

  /// @param route of a keyword, else -1
  private record Place(int field, int route, Variant variant) {}

  FieldIndexes(
      FieldTable table,
      List<FieldCheck> checks,
      Map<FieldCheck, Set<Literal>> needed,
      Map<Integer, Set<Integer>> keywordRoutes) {
    Map<Place, Map<Literal, List<Integer>>> byPlace = new LinkedHashMap<>();
    Commonness commonness = new Commonness();
    for (int id = 0; id < checks.size(); id++) {
      FieldCheck check = checks.get(id);
      int field = table.intern(check.field());
      for (int route : keywordRoutes.getOrDefault(id, Set.of(-1))) {
        Place place = new Place(field, route, variant(check));
        for (Literal literal : needed.getOrDefault(check, Set.of())) {
          byPlace
              .computeIfAbsent(place, p -> new LinkedHashMap<>())
              .computeIfAbsent(literal, l -> new ArrayList<>(2))
              .add(id);
          GramTable.count(literal.text(), commonness);
        }
      }
    }
    this.fields = new FieldIndex[table.size()];
    byPlace.forEach((place, literals) -> add(place, literals, commonness));
  }

  private void add(Place place, Map<Literal, List<Integer>> literals, Commonness commonness) {
    FieldIndex index = place.route < 0 ? fields[place.field] : keywords.get(place.route);
    if (index == null) {
      index = new FieldIndex(new TextIndex[Variant.values().length]);
      if (place.route < 0) {
        fields[place.field] = index;
      } else {
        keywords.put(place.route, index);
      }
    }
    Map<Literal, Integer> numbers = new LinkedHashMap<>();
    literals.forEach(
        (literal, ids) -> {
          numbers.put(literal, literalChecks.size());
          literalChecks.add(ids.stream().mapToInt(x -> x).toArray());
        });
    index.indexes()[place.variant.ordinal()] = new TextIndex(numbers, commonness);
  }

  private static Variant variant(FieldCheck check) {
    return switch (check) {
      case FieldCheck.Literals literals -> literals.variant();
      case FieldCheck.Glob glob -> glob.variant();
      default -> Variant.FOLDED;
    };
  }

  @Nullable FieldIndex[] fields() {
    return fields;
  }

  /// Route → the index of its keywords.
  Map<Integer, FieldIndex> keywords() {
    return keywords;
  }

  int[][] literalChecks() {
    return literalChecks.toArray(new int[0][]);
  }
}
