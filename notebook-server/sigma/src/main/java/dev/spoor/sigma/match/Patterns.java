package dev.spoor.sigma.match;

import dev.spoor.sigma.match.FieldCheck.Anchor;
import dev.spoor.sigma.match.FieldCheck.Literal;
import dev.spoor.sigma.match.FieldCheck.Variant;
import dev.spoor.sigma.pattern.Fold;
import dev.spoor.sigma.pattern.TextPattern;
import java.util.Set;

/// Checks for a text with wildcards outside of a rule.
public final class Patterns {
  private Patterns() {}

  /// The field has the text, in any case; `*` alone asks only that it has a value.
  public static Expr of(String field, String text) {
    TextPattern pattern = TextPattern.parse(text).map(Fold::fold);
    return switch (pattern.shape()) {
      case ANYTHING -> Expr.not(Expr.of(new FieldCheck.IsNull(field)));
      case EQUALS ->
          Expr.of(
              new FieldCheck.Literals(
                  field, Variant.FOLDED, Set.of(new Literal(Anchor.EQUALS, pattern.longest()))));
      default -> Expr.of(new FieldCheck.Glob(field, Variant.FOLDED, pattern));
    };
  }
}
