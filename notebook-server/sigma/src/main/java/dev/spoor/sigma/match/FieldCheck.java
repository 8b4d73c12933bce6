package dev.spoor.sigma.match;

import dev.spoor.sigma.pattern.Cidr;
import dev.spoor.sigma.pattern.TextPattern;
import java.util.List;
import java.util.Set;

/// One question about one field. Two that are equal are asked once per event.
public sealed interface FieldCheck {
  /// Stands for every field of an event.
  String ANY_FIELD = "";

  String field();

  /// How text is prepared before it is compared; literals are prepared the same way.
  enum Variant {
    FOLDED,
    DASHED,
    CASED
  }

  /// Where a literal must stand.
  enum Anchor {
    EQUALS,
    PREFIX,
    SUFFIX,
    CONTAINS
  }

  record Literal(Anchor anchor, String text) {}

  /// True if one of the literals is found.
  record Literals(String field, Variant variant, Set<Literal> literals) implements FieldCheck {
    public Literals {
      literals = Set.copyOf(literals);
    }
  }

  record Glob(String field, Variant variant, TextPattern pattern) implements FieldCheck {}

  record Matches(String field, String regex, boolean foldCase) implements FieldCheck {}

  record InNetwork(String field, List<Cidr> networks) implements FieldCheck {
    public InNetwork {
      networks = List.copyOf(networks);
    }
  }

  /// Which numbers are meant.
  enum Operator {
    EQ,
    LT,
    LTE,
    GT,
    GTE;

    boolean holds(double a, double b) {
      return switch (this) {
        case EQ -> a == b;
        case LT -> a < b;
        case LTE -> a <= b;
        case GT -> a > b;
        case GTE -> a >= b;
      };
    }
  }

  record Compares(String field, Operator operator, double number) implements FieldCheck {}

  /// A part of a time.
  enum TimePart {
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    YEAR
  }

  record PartOfTime(String field, TimePart part, Operator operator, double number)
      implements FieldCheck {}

  /// Compares with what stands in another field.
  record SameAs(String field, String other, Anchor anchor, boolean cased) implements FieldCheck {}

  /// The field is there, whatever it holds.
  record Exists(String field) implements FieldCheck {}

  /// The field is not there, or is NULL.
  record IsNull(String field) implements FieldCheck {}

  record IsTruth(String field, boolean value) implements FieldCheck {}

  /// A lambda of the query language says yes to the value.
  record Lambda(String field, String text) implements FieldCheck {}
}
