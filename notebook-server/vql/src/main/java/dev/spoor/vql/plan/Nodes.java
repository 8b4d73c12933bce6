package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.regex.Regex;
import dev.spoor.vql.regex.RegexException;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Operators;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The nodes of operators.
final class Nodes {
  private Nodes() {}

  /// `a AND b && c`
  static final class And extends Node {
    private final Node[] operands;
    private final boolean[] keepsValue;

    And(Node[] operands, boolean[] keepsValue) {
      this.operands = operands;
      this.keepsValue = keepsValue;
    }

    @Override
    @Nullable Object eval(Scope scope) {
      int last = operands.length - 1;
      for (int i = 0; i < last; i++) {
        if (!operands[i].test(scope)) {
          return false;
        }
      }
      // the last operator decides what a true chain is worth
      if (!keepsValue[last - 1]) {
        return operands[last].test(scope);
      }
      Object value = operands[last].eval(scope);
      return Lazy.truth(value, scope) ? value : (Object) false;
    }

    @Override
    boolean test(Scope scope) {
      for (Node operand : operands) {
        if (!operand.test(scope)) {
          return false;
        }
      }
      return true;
    }

    @Override
    int height() {
      return heightOf(operands);
    }
  }

  /// `a OR b || c`
  static final class Or extends Node {
    private final Node[] operands;
    private final boolean[] keepsValue;

    Or(Node[] operands, boolean[] keepsValue) {
      this.operands = operands;
      this.keepsValue = keepsValue;
    }

    @Override
    @Nullable Object eval(Scope scope) {
      Object value = operands[0].eval(scope);
      if (Lazy.truth(value, scope)) {
        return value;
      }
      for (int i = 1; i < operands.length; i++) {
        value = operands[i].eval(scope);
        if (Lazy.truth(value, scope)) {
          return keepsValue[i - 1] ? value : (Object) true;
        }
      }
      return value;
    }

    @Override
    boolean test(Scope scope) {
      for (Node operand : operands) {
        if (operand.test(scope)) {
          return true;
        }
      }
      return false;
    }

    @Override
    int height() {
      return heightOf(operands);
    }
  }

  static final class Not extends Node {
    private final Node operand;

    Not(Node operand) {
      this.operand = operand;
    }

    @Override
    @Nullable Object eval(Scope scope) {
      return !operand.test(scope);
    }

    @Override
    boolean test(Scope scope) {
      return !operand.test(scope);
    }

    @Override
    int height() {
      return heightOf(operand);
    }
  }

  /// `= != < <= > >= IN`
  static final class Compare extends Node {
    private final Operators operators;
    private final String operator;
    private final Node left;
    private final Node right;

    Compare(Operators operators, String operator, Node left, Node right) {
      this.operators = operators;
      this.operator = operator;
      this.left = left;
      this.right = right;
    }

    @Override
    @Nullable Object eval(Scope scope) {
      return test(scope);
    }

    @Override
    boolean test(Scope scope) {
      Object a = left.eval(scope);
      Object b = right.eval(scope);
      return switch (operator) {
        case "=" -> operators.equal(a, b);
        case "<" -> operators.less(a, b);
        case ">" -> operators.less(b, a);
        case "<=" -> operators.lessOrEqual(a, b);
        case ">=" -> operators.lessOrEqual(b, a);
        case "IN" -> operators.in(a, b);
        default -> !operators.equal(a, b);
      };
    }

    @Override
    boolean isConstant() {
      return left.isConstant() && right.isConstant();
    }

    @Override
    int height() {
      return heightOf(left, right);
    }
  }

  /// `target =~ pattern`
  static final class Match extends Node {
    private final boolean server;
    private final Node target;
    private final Node pattern;
    private volatile @Nullable Compiled last;

    private record Compiled(VqlString source, @Nullable Regex regex) {}

    Match(boolean server, Node target, Node pattern) {
      this.server = server;
      this.target = target;
      this.pattern = pattern;
    }

    @Override
    @Nullable Object eval(Scope scope) {
      return test(scope);
    }

    @Override
    boolean test(Scope scope) {
      Object source = pattern.eval(scope);
      if (!(source instanceof VqlString text)) {
        return false;
      }
      Compiled compiled = last;
      if (compiled == null || !compiled.source.equals(text)) {
        compiled = compile(text, scope);
        last = compiled;
      }
      Regex regex = compiled.regex;
      if (regex == null) {
        return false;
      }
      return regex.isEverything() || find(regex, target.eval(scope), scope);
    }

    private static Compiled compile(VqlString source, Scope scope) {
      try {
        return new Compiled(source, Regex.of(source.toString()));
      } catch (RegexException e) {
        scope.run().logOnce(LogLevel.ERROR, "regular expression: " + e.getMessage());
        return new Compiled(source, null);
      }
    }

    private boolean find(Regex regex, @Nullable Object value, Scope scope) {
      if (value instanceof VqlString text) {
        return regex.find(text.bytes());
      }
      if (value instanceof List<?> list) {
        for (Object item : list) {
          if (find(regex, Lazy.reduce(item, scope), scope)) {
            return true;
          }
        }
        return false;
      }
      if (!server || value == null) {
        return false;
      }
      return switch (value) {
        case Row row -> regex.find(Json.writeBytes(row));
        case Long l -> regex.find(VqlString.of(l.toString()).bytes());
        case Double d -> regex.find(VqlString.of(Values.toText(d)).bytes());
        case Instant t -> regex.find(VqlString.of(Values.toText(t)).bytes());
        default -> false;
      };
    }

    @Override
    int height() {
      return heightOf(target, pattern) + 2;
    }
  }

  /// `a + b - c` or `a * b / c`, from the left.
  static final class Chain extends Node {
    private final boolean server;
    private final Node[] operands;
    private final char[] operators;

    Chain(boolean server, Node[] operands, char[] operators) {
      this.server = server;
      this.operands = operands;
      this.operators = operators;
    }

    @Override
    @Nullable Object eval(Scope scope) {
      Object value = operands[0].eval(scope);
      for (int i = 0; i < operators.length; i++) {
        Object right = operands[i + 1].eval(scope);
        value =
            switch (operators[i]) {
              case '+' -> Arithmetic.plus(value, right, server, scope);
              case '-' -> Arithmetic.minus(value, right, server);
              case '*' -> Arithmetic.times(value, right, server, scope);
              default -> Arithmetic.divide(value, right);
            };
      }
      return value;
    }

    @Override
    boolean isConstant() {
      for (Node operand : operands) {
        if (!operand.isConstant()) {
          return false;
        }
      }
      return true;
    }

    @Override
    int height() {
      return heightOf(operands);
    }
  }

  /// A name with a minus in front.
  static final class Negate extends Node {
    private final Node operand;

    Negate(Node operand) {
      this.operand = operand;
    }

    @Override
    @Nullable Object eval(Scope scope) {
      return Arithmetic.negate(operand.eval(scope));
    }

    @Override
    int height() {
      return heightOf(operand);
    }
  }

  /// An array.
  static final class Array extends Node {
    private final Node[] items;

    Array(Node[] items) {
      this.items = items;
    }

    @Override
    @Nullable Object eval(Scope scope) {
      List<@Nullable Object> values = new ArrayList<>(items.length);
      for (Node item : items) {
        values.add(item.eval(scope));
      }
      return values;
    }

    @Override
    boolean isConstant() {
      for (Node item : items) {
        if (!item.isConstant()) {
          return false;
        }
      }
      return true;
    }

    @Override
    int height() {
      return items.length == 0 ? 1 : heightOf(items);
    }
  }

  /// One step of `value[…].name`.
  sealed interface Step {
    record ByName(String name) implements Step {}

    record ByIndex(Node index) implements Step {}

    record Slice(@Nullable Node from, @Nullable Node to) implements Step {}
  }

  /// `value[…].name`
  static final class MemberNode extends Node {
    private final Node base;
    private final List<Step> steps;

    MemberNode(Node base, List<Step> steps) {
      this.base = base;
      this.steps = steps;
    }

    @Override
    @Nullable Object eval(Scope scope) {
      Object value = base.eval(scope);
      for (Step step : steps) {
        if (value == null) {
          return null;
        }
        value =
            switch (step) {
              case Step.ByName byName -> Members.byName(value, byName.name(), scope);
              case Step.ByIndex byIndex ->
                  Members.byIndex(value, byIndex.index().eval(scope), scope);
              case Step.Slice slice -> {
                Node from = slice.from();
                Node to = slice.to();
                yield Members.slice(
                    value,
                    from != null,
                    from == null ? null : from.eval(scope),
                    to != null,
                    to == null ? null : to.eval(scope),
                    scope);
              }
            };
      }
      return value;
    }

    @Override
    int height() {
      int height = base.height();
      for (Step step : steps) {
        if (step instanceof Step.ByIndex byIndex) {
          height = Math.max(height, byIndex.index().height());
        }
      }
      return height + 3;
    }
  }

  /// `{ SELECT … }` as an argument: the query itself.
  static final class QueryNode extends Node {
    private final SelectPlan plan;

    QueryNode(SelectPlan plan) {
      this.plan = plan;
    }

    @Override
    @Nullable Object eval(Scope scope) {
      return plan;
    }

    @Override
    int height() {
      return 1;
    }
  }

  /// `{ SELECT … }` as a column: one value if there is one row, none is NULL, more are an array;
  /// rows of one column are that column's value.
  static final class QueryColumn extends Node {
    private final SelectPlan plan;

    QueryColumn(SelectPlan plan) {
      this.plan = plan;
    }

    @Override
    @Nullable Object eval(Scope scope) {
      Query query = plan;
      List<Row> rows = Lazy.materialise(query, scope);
      List<@Nullable Object> values = new ArrayList<>(rows.size());
      for (Row row : rows) {
        values.add(row.size() == 1 ? row.get(row.columns().getFirst()) : row);
      }
      return values.isEmpty() ? null : values.size() == 1 ? values.getFirst() : values;
    }

    @Override
    int height() {
      return plan.height() + 3;
    }
  }
}
