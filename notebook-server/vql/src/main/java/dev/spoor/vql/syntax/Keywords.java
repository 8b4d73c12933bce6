package dev.spoor.vql.syntax;

import java.util.Locale;
import java.util.Set;

/// The words that can never be a bare name.
public final class Keywords {
  private static final Set<String> ALL =
      Set.of(
          "EXPLAIN", "SELECT", "WHERE", "AND", "OR", "FROM", "NOT", "AS", "IN", "LIMIT", "NULL",
          "DESC", "TRUE", "FALSE", "LET");

  private Keywords() {}

  public static Set<String> all() {
    return ALL;
  }

  public static boolean isKeyword(String word) {
    return word.length() <= 7 && ALL.contains(word.toUpperCase(Locale.ROOT));
  }
}
