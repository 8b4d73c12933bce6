package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.OfferedPredicate;
import dev.spoor.vql.syntax.Expr;
import dev.spoor.vql.value.VqlString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Turns conditions of WHERE into predicates for the source. Names of columns are replaced by the
/// source paths they stand for; a name that stands for anything else is not pushed, nor is one that
/// is a variable outside: for a row without that column the variable would decide.
final class Predicates {
  private static final Offer.Template OPAQUE = scope -> null;

  private final Function<Expr, Node> compiler;
  // what a column name stands for; null if it is not a path of the source
  private final Map<String, @Nullable List<String>> aliases;

  Predicates(Function<Expr, Node> compiler, Map<String, @Nullable List<String>> aliases) {
    this.compiler = compiler;
    this.aliases = aliases;
  }

  Offer.Template of(Expr condition) {
    return switch (condition) {
      case Expr.Paren paren when paren.items().size() == 1 && !paren.trailingComma() ->
          of(paren.items().getFirst());
      case Expr.And and -> all(and.operands(), OfferedPredicate.And::new);
      case Expr.Or or -> all(or.operands(), OfferedPredicate.Or::new);
      case Expr.Not not -> negated(of(not.operand()));
      case Expr.Compare compare -> compare(compare);
      case Expr.Symbol symbol -> {
        List<String> path = path(symbol);
        yield path == null ? OPAQUE : unmasked(path, scope -> new OfferedPredicate.Present(path));
      }
      default -> OPAQUE;
    };
  }

  private static Offer.Template unmasked(List<String> path, Offer.Template template) {
    return scope -> scope.has(path.getFirst()) ? null : template.at(scope);
  }

  private static Offer.Template negated(Offer.Template template) {
    return scope -> {
      OfferedPredicate part = template.at(scope);
      return part == null ? null : new OfferedPredicate.Not(part);
    };
  }

  private Offer.Template all(
      List<Expr> operands, Function<List<OfferedPredicate>, OfferedPredicate> join) {
    List<Offer.Template> templates = operands.stream().map(this::of).toList();
    return scope -> {
      List<OfferedPredicate> parts = new ArrayList<>(templates.size());
      for (Offer.Template template : templates) {
        OfferedPredicate part = template.at(scope);
        if (part == null) {
          return null;
        }
        parts.add(part);
      }
      return join.apply(parts);
    };
  }

  private Offer.Template compare(Expr.Compare compare) {
    List<String> left = pathOf(compare.left());
    List<String> right = pathOf(compare.right());
    String operator = compare.operator();
    if (left != null && right == null) {
      Node value = compiler.apply(compare.right());
      return value.isConstant() ? unmasked(left, onLeft(operator, left, value)) : OPAQUE;
    }
    if (right != null && left == null) {
      Node value = compiler.apply(compare.left());
      return value.isConstant() ? unmasked(right, onRight(operator, right, value)) : OPAQUE;
    }
    return OPAQUE;
  }

  /// `path op value`
  private static Offer.Template onLeft(String operator, List<String> path, Node constant) {
    return scope -> {
      Object value = constant.eval(scope);
      return switch (operator) {
        case "=" -> new OfferedPredicate.Equal(path, value);
        case "!=", "<>" -> new OfferedPredicate.Not(new OfferedPredicate.Equal(path, value));
        case "IN" ->
            value instanceof List<?> list
                ? new OfferedPredicate.In(path, new ArrayList<@Nullable Object>(list))
                : null;
        case "=~" ->
            value instanceof VqlString text && text.isValidUtf8()
                ? new OfferedPredicate.Matches(path, text.toString())
                : null;
        default -> range(operator, path, value);
      };
    };
  }

  /// `value op path`
  private static Offer.Template onRight(String operator, List<String> path, Node constant) {
    return scope -> {
      Object value = constant.eval(scope);
      return switch (operator) {
        case "=" -> new OfferedPredicate.Equal(path, value);
        case "!=", "<>" -> new OfferedPredicate.Not(new OfferedPredicate.Equal(path, value));
        case "IN" -> value == null ? null : new OfferedPredicate.Contains(path, value);
        case "<" -> range(">", path, value);
        case "<=" -> range(">=", path, value);
        case ">" -> range("<", path, value);
        case ">=" -> range("<=", path, value);
        default -> null;
      };
    };
  }

  private static @Nullable OfferedPredicate range(
      String operator, List<String> path, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (operator) {
      case "<" -> new OfferedPredicate.Range(path, null, false, value, false);
      case "<=" -> new OfferedPredicate.Range(path, null, false, value, true);
      case ">" -> new OfferedPredicate.Range(path, value, false, null, false);
      case ">=" -> new OfferedPredicate.Range(path, value, true, null, false);
      default -> null;
    };
  }

  private @Nullable List<String> pathOf(Expr expression) {
    return switch (expression) {
      case Expr.Symbol symbol -> path(symbol);
      case Expr.Paren paren when paren.items().size() == 1 && !paren.trailingComma() ->
          pathOf(paren.items().getFirst());
      default -> null;
    };
  }

  private @Nullable List<String> path(Expr.Symbol symbol) {
    if (symbol.negated()) {
      return null;
    }
    List<String> names = symbol.names().stream().map(Expr.Name::value).toList();
    String first = names.getFirst();
    if (!aliases.containsKey(first)) {
      return names;
    }
    List<String> target = aliases.get(first);
    if (target == null) {
      return null;
    }
    List<String> path = new ArrayList<>(target);
    path.addAll(names.subList(1, names.size()));
    return path;
  }
}
