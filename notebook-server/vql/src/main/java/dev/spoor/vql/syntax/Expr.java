package dev.spoor.vql.syntax;

import dev.spoor.vql.syntax.Statement.Select;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expression of the tree. `start` and `end` are offsets into the text.
public sealed interface Expr {

  int start();

  int end();

  /// A name as written, with backticks if it had them, and without.
  record Name(String text, String value) {
    public static Name of(String value) {
      boolean plain = !value.isEmpty() && !Character.isDigit(value.charAt(0));
      for (int i = 0; plain && i < value.length(); i++) {
        char c = value.charAt(i);
        plain = c < 0x80 && (Character.isLetterOrDigit(c) || c == '_');
      }
      return new Name(plain && !Keywords.isKeyword(value) ? value : "`" + value + "`", value);
    }
  }

  /// A literal that is not a string; `value` is `null`, a `Boolean`, `Long` or `Double`, `text` the
  /// word as written if it is one.
  record Literal(@Nullable Object value, @Nullable String text, int start, int end)
      implements Expr {}

  /// A string as written, with its quotes.
  record Text(String text, int start, int end) implements Expr {
    public byte[] bytes() {
      return StringLiterals.decode(text);
    }
  }

  /// A name with members: `a.b.c`, perhaps negated.
  record Symbol(boolean negated, List<Name> names, int start, int end) implements Expr {}

  /// A call of a function: `name(a=1)`.
  record Call(Symbol callee, List<Argument> arguments, int start, int end) implements Expr {}

  /// `name=value` in a call.
  record Argument(Name name, Expr value, int start, int end) {}

  /// `{ SELECT … }`, as an argument or a column.
  record SubSelect(Select select, int start, int end) implements Expr {}

  /// `[a, b]`, as an argument.
  record ArrayLiteral(List<Expr> items, boolean trailingComma, int start, int end)
      implements Expr {}

  /// `(a)` or `(a, b)` or `(a,)`.
  record Paren(List<Expr> items, boolean trailingComma, int start, int end) implements Expr {}

  /// `a, b` without parentheses, in WHERE and GROUP BY.
  record Items(List<Expr> items, boolean trailingComma, int start, int end) implements Expr {}

  /// `a AND b && c`; operators as written, one fewer than operands.
  record And(List<Expr> operands, List<String> operators, int start, int end) implements Expr {}

  /// `a OR b || c`; operators as written, one fewer than operands.
  record Or(List<Expr> operands, List<String> operators, int start, int end) implements Expr {}

  record Not(Expr operand, int start, int end) implements Expr {}

  /// `a op b` with one of `<> <= >= = < > != IN =~`.
  record Compare(String operator, Expr left, Expr right, int start, int end) implements Expr {}

  /// `a + b - c` or `a * b / c`; operators one fewer than operands.
  record Arithmetic(List<Expr> operands, List<String> operators, int start, int end)
      implements Expr {}

  /// `value[0].name[1:2]`
  record Member(Expr base, List<Access> path, int start, int end) implements Expr {}

  /// One step into a value.
  sealed interface Access {
    record ByName(Name name) implements Access {}

    record ByIndex(@Nullable Expr index) implements Access {}

    record Slice(@Nullable Expr from, @Nullable Expr to) implements Access {}
  }
}
