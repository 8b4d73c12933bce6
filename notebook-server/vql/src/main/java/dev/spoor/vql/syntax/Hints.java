package dev.spoor.vql.syntax;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to say about words of other languages that this one does not have.
final class Hints {
  private static final Map<String, String> FOREIGN =
      Map.ofEntries(
          Map.entry("HAVING", "there is no HAVING: filter the groups in an outer query"),
          Map.entry("JOIN", "there is no JOIN: use foreach(row={…}, query={…})"),
          Map.entry("UNION", "there is no UNION: use chain(a={…}, b={…})"),
          Map.entry("DISTINCT", "there is no DISTINCT: use GROUP BY"),
          Map.entry("OFFSET", "there is no OFFSET"),
          Map.entry("LIKE", "there is no LIKE: use =~ with a regular expression"),
          Map.entry("BETWEEN", "there is no BETWEEN: compare twice with AND"),
          Map.entry("IS", "there is no IS: use = NULL or != NULL"),
          Map.entry("ASC", "there is no ASC: ascending is what ORDER BY does without DESC"),
          Map.entry("ON", "there is no ON"),
          Map.entry("CASE", "there is no CASE: use if(condition=…, then=…, else=…)"),
          Map.entry("WITH", "there is no WITH: use LET name = SELECT …"),
          Map.entry("GROUP", "GROUP needs BY: write GROUP BY"),
          Map.entry("ORDER", "ORDER needs BY: write ORDER BY"));

  private Hints() {}

  static @Nullable String about(String word) {
    return FOREIGN.get(word.toUpperCase(Locale.ROOT));
  }
}
