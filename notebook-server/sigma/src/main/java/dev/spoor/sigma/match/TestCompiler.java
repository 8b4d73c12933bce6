package dev.spoor.sigma.match;

import dev.spoor.sigma.document.Detection;
import dev.spoor.sigma.document.Modifier;
import dev.spoor.sigma.document.SigmaException;
import dev.spoor.sigma.document.SigmaValue;
import dev.spoor.sigma.match.FieldCheck.Anchor;
import dev.spoor.sigma.match.FieldCheck.Literal;
import dev.spoor.sigma.match.FieldCheck.Operator;
import dev.spoor.sigma.match.FieldCheck.TimePart;
import dev.spoor.sigma.match.FieldCheck.Variant;
import dev.spoor.sigma.pattern.Cidr;
import dev.spoor.sigma.pattern.Fold;
import dev.spoor.sigma.pattern.TextPattern;
import dev.spoor.vql.regex.Regex;
import dev.spoor.vql.regex.RegexException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// One item of a detection, with its modifiers, to checks.
final class TestCompiler {
  private final CompileOptions options;

  TestCompiler(CompileOptions options) {
    this.options = options;
  }

  Expr compile(Detection.Test test) {
    ModifierRules.check(test);
    String field =
        test.field() == null
            ? FieldCheck.ANY_FIELD
            : options.fields().getOrDefault(test.field(), test.field());
    List<Expr> checks = new ArrayList<>();
    Set<Literal> literals = new LinkedHashSet<>();
    for (SigmaValue value : test.values()) {
      Expr one = value(test, field, value);
      if (one instanceof Expr.Check c
          && !c.negated()
          && !test.has(Modifier.ALL)
          && c.check() instanceof FieldCheck.Literals l) {
        literals.addAll(l.literals());
      } else {
        checks.add(one);
      }
    }
    if (!literals.isEmpty()) {
      checks.add(Expr.of(new FieldCheck.Literals(field, variant(test), literals)));
    }
    Expr all = test.has(Modifier.ALL) ? Expr.and(checks) : Expr.or(checks);
    return test.has(Modifier.NEQ) ? Expr.not(all) : all;
  }

  private static Variant variant(Detection.Test test) {
    return test.has(Modifier.CASED)
        ? Variant.CASED
        : test.has(Modifier.WINDASH) ? Variant.DASHED : Variant.FOLDED;
  }

  private Expr value(Detection.Test test, String field, SigmaValue value) {
    if (test.has(Modifier.EXISTS)) {
      if (value instanceof SigmaValue.Bool bool) {
        Expr exists = Expr.of(new FieldCheck.Exists(field));
        return bool.value() ? exists : Expr.not(exists);
      }
      throw new SigmaException("exists is true or false", value.place());
    }
    if (test.has(Modifier.VQL)) {
      return lambda(field, value);
    }
    if (test.has(Modifier.CIDR)) {
      return cidr(field, value);
    }
    if (test.has(Modifier.FIELD_REF)) {
      String other = text(value, "fieldref");
      return Expr.of(
          new FieldCheck.SameAs(
              field,
              options.fields().getOrDefault(other, other),
              anchor(test, Anchor.EQUALS),
              test.has(Modifier.CASED)));
    }
    if (test.has(Modifier.RE)) {
      return regex(test, field, value);
    }
    Operator operator = operator(test);
    for (Modifier modifier : test.modifiers()) {
      if (modifier.isTimePart()) {
        TimePart part = TimePart.valueOf(modifier.name());
        return Expr.of(new FieldCheck.PartOfTime(field, part, operator, number(value, modifier)));
      }
    }
    if (operator != Operator.EQ) {
      return Expr.of(new FieldCheck.Compares(field, operator, number(value, Modifier.LT)));
    }
    return switch (value) {
      case SigmaValue.Null n -> Expr.of(new FieldCheck.IsNull(field));
      case SigmaValue.Bool b -> Expr.of(new FieldCheck.IsTruth(field, b.value()));
      case SigmaValue.Number n -> number(test, field, n);
      case SigmaValue.Text t -> text(test, field, t);
    };
  }

  private Expr lambda(String field, SigmaValue value) {
    if (!options.lambdas()) {
      throw new SigmaException(
          "the modifier vql works only in a query, with sigma()", value.place());
    }
    return Expr.of(new FieldCheck.Lambda(field, text(value, "vql")));
  }

  private static Expr cidr(String field, SigmaValue value) {
    String text = text(value, "cidr");
    Cidr network = Cidr.parse(text);
    if (network == null) {
      throw new SigmaException("\"" + text + "\" is no network such as 10.0.0.0/8", value.place());
    }
    return Expr.of(new FieldCheck.InNetwork(field, List.of(network)));
  }

  private static Expr regex(Detection.Test test, String field, SigmaValue value) {
    String source = text(value, "re");
    String flags =
        (test.has(Modifier.MULTI_LINE) ? "m" : "") + (test.has(Modifier.DOT_ALL) ? "s" : "");
    String whole = flags.isEmpty() ? source : "(?" + flags + ")" + source;
    boolean foldCase = test.has(Modifier.IGNORE_CASE);
    try {
      Regex.of(whole, foldCase);
    } catch (RegexException e) {
      throw new SigmaException(
          "\"" + source + "\" is no regular expression: " + e.getMessage(), value.place());
    }
    return Expr.of(new FieldCheck.Matches(field, whole, foldCase));
  }

  private static Operator operator(Detection.Test test) {
    for (Modifier modifier : test.modifiers()) {
      if (modifier.isComparison()) {
        return Operator.valueOf(modifier.name());
      }
    }
    return Operator.EQ;
  }

  private static double number(SigmaValue value, Modifier modifier) {
    if (value instanceof SigmaValue.Number number) {
      return number.value();
    }
    if (value instanceof SigmaValue.Text text) {
      try {
        return Double.parseDouble(text.text().strip());
      } catch (NumberFormatException e) {
        throw new SigmaException("\"" + text.text() + "\" is no number", value.place());
      }
    }
    throw new SigmaException("the modifier " + modifier.text() + " needs a number", value.place());
  }

  private static String text(SigmaValue value, String modifier) {
    return switch (value) {
      case SigmaValue.Text text -> text.text();
      case SigmaValue.Number number -> number.text();
      default ->
          throw new SigmaException("the modifier " + modifier + " needs text", value.place());
    };
  }

  /// A number is compared as its text, and as a number where the event holds one.
  private static Expr number(Detection.Test test, String field, SigmaValue.Number number) {
    Anchor anchor = anchor(test, field.isEmpty() ? Anchor.CONTAINS : Anchor.EQUALS);
    return literal(test, field, anchor, number.text());
  }

  private static Anchor anchor(Detection.Test test, Anchor absent) {
    return test.has(Modifier.CONTAINS)
        ? Anchor.CONTAINS
        : test.has(Modifier.STARTS_WITH)
            ? Anchor.PREFIX
            : test.has(Modifier.ENDS_WITH) ? Anchor.SUFFIX : absent;
  }

  private Expr text(Detection.Test test, String field, SigmaValue.Text text) {
    List<Expr> choices = new ArrayList<>();
    Set<Literal> literals = new LinkedHashSet<>();
    for (TextPattern raw : ValueChain.patterns(test, text, options.placeholders())) {
      boolean keyword = field.isEmpty() && anchor(test, Anchor.EQUALS) == Anchor.EQUALS;
      boolean before = test.has(Modifier.CONTAINS) || test.has(Modifier.ENDS_WITH) || keyword;
      boolean after = test.has(Modifier.CONTAINS) || test.has(Modifier.STARTS_WITH) || keyword;
      Expr one = pattern(test, field, raw.open(before, after));
      if (one instanceof Expr.Check c && c.check() instanceof FieldCheck.Literals l) {
        literals.addAll(l.literals());
      } else {
        choices.add(one);
      }
    }
    if (!literals.isEmpty()) {
      choices.add(Expr.of(new FieldCheck.Literals(field, variant(test), literals)));
    }
    return Expr.or(choices);
  }

  private static Expr pattern(Detection.Test test, String field, TextPattern pattern) {
    return switch (pattern.shape()) {
      case EQUALS -> literal(test, field, Anchor.EQUALS, pattern.longest());
      case PREFIX -> literal(test, field, Anchor.PREFIX, pattern.longest());
      case SUFFIX -> literal(test, field, Anchor.SUFFIX, pattern.longest());
      case CONTAINS -> literal(test, field, Anchor.CONTAINS, pattern.longest());
      case ANYTHING -> Expr.not(Expr.of(new FieldCheck.IsNull(field)));
      case GLOB -> {
        Variant variant = variant(test);
        yield Expr.of(
            new FieldCheck.Glob(field, variant, pattern.map(text -> prepare(variant, text))));
      }
    };
  }

  private static Expr literal(Detection.Test test, String field, Anchor anchor, String text) {
    Variant variant = variant(test);
    return Expr.of(
        new FieldCheck.Literals(
            field, variant, Set.of(new Literal(anchor, prepare(variant, text)))));
  }

  static String prepare(Variant variant, String text) {
    return switch (variant) {
      case CASED -> text;
      case FOLDED -> Fold.fold(text);
      case DASHED -> Fold.dashes(Fold.fold(text));
    };
  }
}
