package dev.spoor.vql.syntax;

import dev.spoor.vql.syntax.Expr.Access;
import dev.spoor.vql.syntax.Expr.Argument;
import dev.spoor.vql.syntax.Expr.Name;
import java.util.ArrayList;
import java.util.List;

/// Expressions, by descent: AND, OR, NOT, comparison, sum, product, member, value. Chains of one
/// level are lists, so only brackets nest.
final class ExprParser {
  private final Cursor at;
  private final SelectParser selects;

  ExprParser(Cursor at, SelectParser selects) {
    this.at = at;
    this.selects = selects;
  }

  Expr expression() {
    int start = at.start();
    Expr first = or();
    if (!at.is(Token.AND)) {
      return first;
    }
    List<Expr> operands = new ArrayList<>(4);
    List<String> operators = new ArrayList<>(4);
    operands.add(first);
    while (at.is(Token.AND)) {
      operators.add(operatorText());
      operands.add(or());
    }
    return new Expr.And(List.copyOf(operands), List.copyOf(operators), start, at.previousEnd());
  }

  private Expr or() {
    int start = at.start();
    Expr first = condition();
    if (!at.is(Token.OR)) {
      return first;
    }
    List<Expr> operands = new ArrayList<>(4);
    List<String> operators = new ArrayList<>(4);
    operands.add(first);
    while (at.is(Token.OR)) {
      operators.add(operatorText());
      operands.add(condition());
    }
    return new Expr.Or(List.copyOf(operands), List.copyOf(operators), start, at.previousEnd());
  }

  private String operatorText() {
    String written = at.tokenText().intern();
    at.advance();
    return written;
  }

  private Expr condition() {
    int start = at.start();
    if (at.is(Token.NOT)) {
      at.enter();
      at.advance();
      Expr operand = condition();
      at.leave();
      return new Expr.Not(operand, start, at.previousEnd());
    }
    Expr left = sum();
    if (at.is(Token.NOT)) {
      throw at.problems.abort("NOT goes in front: write NOT a IN b", at.start(), 3, null);
    }
    if (!at.token().isComparison()) {
      return left;
    }
    String operator = at.token().label();
    int operatorStart = at.start();
    at.advance();
    if (operator.equals("=") && at.is(Token.EQUAL)) {
      at.problems.error(
          "equality is =",
          operatorStart,
          at.end() - operatorStart,
          new Fix("write =", operatorStart, at.end() - operatorStart, "="));
      at.advance();
    }
    Expr right = sum();
    if (at.token().isComparison()) {
      throw at.problems.abort(
          "comparisons do not chain: put one of them in parentheses",
          at.start(),
          at.end() - at.start(),
          null);
    }
    return new Expr.Compare(operator, left, right, start, at.previousEnd());
  }

  private Expr sum() {
    int start = at.start();
    Expr first = product();
    if (!atSum()) {
      return first;
    }
    List<Expr> operands = new ArrayList<>(4);
    List<String> operators = new ArrayList<>(4);
    operands.add(first);
    while (atSum()) {
      if (at.is(Token.PLUS) || at.is(Token.MINUS)) {
        operators.add(operatorText());
      } else {
        at.problems.error(
            "a minus between two values needs a space on its right side",
            at.start(),
            at.end() - at.start(),
            new Fix("put a space after the minus", at.start(), 1, "- "));
        operators.add("-");
      }
      operands.add(product());
    }
    return new Expr.Arithmetic(
        List.copyOf(operands), List.copyOf(operators), start, at.previousEnd());
  }

  private boolean atSum() {
    return at.is(Token.PLUS)
        || at.is(Token.MINUS)
        || at.is(Token.NEGATED_NAME)
        || (at.is(Token.NUMBER) && at.text.charAt(at.start()) == '-');
  }

  private Expr product() {
    int start = at.start();
    Expr first = member();
    if (at.is(Token.PERCENT)) {
      throw at.problems.abort("there is no modulo operator", at.start(), 1, null);
    }
    if (!at.is(Token.STAR) && !at.is(Token.SLASH)) {
      return first;
    }
    List<Expr> operands = new ArrayList<>(4);
    List<String> operators = new ArrayList<>(4);
    operands.add(first);
    while (at.is(Token.STAR) || at.is(Token.SLASH)) {
      operators.add(operatorText());
      int factor = at.start();
      operands.add(value());
      if (at.is(Token.OPEN_BRACKET) || at.is(Token.DOT)) {
        throw at.problems.abort(
            "the right side of * and / must be a plain value: put it in parentheses",
            factor,
            at.end() - factor,
            null);
      }
    }
    return new Expr.Arithmetic(
        List.copyOf(operands), List.copyOf(operators), start, at.previousEnd());
  }

  private Expr member() {
    int start = at.start();
    Expr base = value();
    if (!at.is(Token.OPEN_BRACKET) && !at.is(Token.DOT)) {
      return base;
    }
    List<Access> path = new ArrayList<>(2);
    while (true) {
      if (at.accept(Token.DOT)) {
        path.add(new Access.ByName(at.name("a member")));
      } else if (at.is(Token.OPEN_BRACKET)) {
        path.add(subscript());
      } else {
        return new Expr.Member(base, List.copyOf(path), start, at.previousEnd());
      }
    }
  }

  private Access subscript() {
    int opened = at.start();
    at.enter();
    at.advance();
    Expr first = at.is(Token.COLON) || at.is(Token.CLOSE_BRACKET) ? null : value();
    boolean slice = at.accept(Token.COLON);
    Expr second = slice && !at.is(Token.CLOSE_BRACKET) ? value() : null;
    if (!at.is(Token.CLOSE_BRACKET) && !at.is(Token.END)) {
      throw at.problems.abort(
          "a subscript takes a single value: put it in parentheses",
          at.start(),
          Math.max(1, at.end() - at.start()),
          null);
    }
    at.close(Token.CLOSE_BRACKET, opened, "[");
    at.leave();
    return slice ? new Access.Slice(first, second) : new Access.ByIndex(first);
  }

  private Expr value() {
    at.countTerm();
    int start = at.start();
    return switch (at.token()) {
      case NAME -> symbol(start, false);
      case NEGATED_NAME -> symbol(start + 1, true);
      case NUMBER -> {
        Object number = Numbers.parse(at.tokenText());
        at.advance();
        yield new Expr.Literal(number, null, start, at.previousEnd());
      }
      case STRING -> {
        String written = at.tokenText();
        at.advance();
        yield new Expr.Text(written, start, at.previousEnd());
      }
      case TRUE -> word(true);
      case FALSE -> word(false);
      case NULL -> {
        at.advance();
        yield new Expr.Literal(null, "NULL", start, at.previousEnd());
      }
      case OPEN_PAREN -> paren();
      case OPEN_BRACKET ->
          throw at.problems.abort(
              "[…] can only stand directly after name= in a call: use (a, b)", start, 1, null);
      case OPEN_BRACE ->
          throw at.problems.abort(
              "{…} can only stand directly after name= in a call, or as a column", start, 1, null);
      case STAR ->
          throw at.problems.abort("* can only stand for all columns of a SELECT", start, 1, null);
      default -> {
        if (at.token().isWord() && at.token() != Token.FROM) {
          throw at.problems.abort(
              "expected a value, found the keyword " + at.shown(), start, at.end() - start, null);
        }
        throw at.unexpected("expected a value");
      }
    };
  }

  private Expr word(boolean value) {
    int start = at.start();
    String written = at.tokenText().intern();
    at.advance();
    return new Expr.Literal(value, written, start, at.previousEnd());
  }

  private Expr paren() {
    int opened = at.start();
    at.enter();
    at.advance();
    if (at.is(Token.CLOSE_PAREN)) {
      throw at.problems.abort(
          "there is no empty array in parentheses", opened, at.end() - opened, null);
    }
    if (at.is(Token.SELECT)) {
      throw at.problems.abort(
          "a query inside an expression is written { SELECT … }",
          at.start(),
          at.end() - at.start(),
          null);
    }
    List<Expr> items = new ArrayList<>(2);
    boolean trailing = items(items, Token.CLOSE_PAREN);
    at.close(Token.CLOSE_PAREN, opened, "(");
    at.leave();
    return new Expr.Paren(List.copyOf(items), trailing, opened, at.previousEnd());
  }

  /// `a, b, …` up to a closing token that is not consumed; true if a comma came last.
  private boolean items(List<Expr> items, Token close) {
    items.add(expression());
    boolean trailing = false;
    while (at.accept(Token.COMMA)) {
      trailing = at.is(close) || at.is(Token.COMMA);
      if (!trailing) {
        items.add(expression());
      }
    }
    return trailing;
  }

  /// The list of WHERE and GROUP BY: one expression, or several, which make an array.
  Expr list() {
    int start = at.start();
    Expr first = expression();
    if (!at.is(Token.COMMA)) {
      return first;
    }
    List<Expr> items = new ArrayList<>(4);
    items.add(first);
    boolean trailing = false;
    while (at.accept(Token.COMMA)) {
      trailing = !startsValue();
      if (!trailing) {
        items.add(expression());
      }
    }
    return new Expr.Items(List.copyOf(items), trailing, start, at.previousEnd());
  }

  private boolean startsValue() {
    return switch (at.token()) {
      case NAME, NEGATED_NAME, NUMBER, STRING, TRUE, FALSE, NULL, OPEN_PAREN, NOT -> true;
      default -> false;
    };
  }

  private Expr symbol(int nameStart, boolean negated) {
    int start = at.start();
    List<Name> names = new ArrayList<>(2);
    names.add(at.takeName(nameStart));
    while (at.is(Token.DOT)) {
      at.advance();
      names.add(at.name("a member"));
    }
    Expr.Symbol symbol = new Expr.Symbol(negated, List.copyOf(names), start, at.previousEnd());
    if (!at.is(Token.OPEN_PAREN)) {
      return symbol;
    }
    List<Argument> arguments = arguments();
    return new Expr.Call(symbol, arguments, start, at.previousEnd());
  }

  /// `(a=1, b={ … })` with the parentheses.
  List<Argument> arguments() {
    int opened = at.start();
    at.enter();
    at.advance();
    List<Argument> arguments = new ArrayList<>(4);
    while (!at.is(Token.CLOSE_PAREN)) {
      arguments.add(argument());
      int comma = at.start();
      if (!at.accept(Token.COMMA)) {
        break;
      }
      if (at.is(Token.CLOSE_PAREN)) {
        at.problems.error(
            "a comma after the last argument",
            comma,
            1,
            at.removal("remove the comma", comma, comma + 1));
      }
    }
    at.close(Token.CLOSE_PAREN, opened, "(");
    at.leave();
    return List.copyOf(arguments);
  }

  private Argument argument() {
    int start = at.start();
    boolean nameLike = at.is(Token.NAME) || at.token().isWord();
    boolean literalWord = at.is(Token.TRUE) || at.is(Token.FALSE) || at.is(Token.NULL);
    if (!nameLike || literalWord || at.is(Token.NOT) || at.is(Token.SELECT)) {
      if (at.is(Token.END)) {
        throw at.unexpected("expected an argument name=value");
      }
      throw at.problems.abort(
          "arguments have names: write name=value", start, Math.max(1, at.end() - start), null);
    }
    Name name = at.name("an argument name");
    if (!at.is(Token.EQUAL)) {
      throw at.problems.abort(
          "arguments have names: write name=" + name.text(), start, at.previousEnd() - start, null);
    }
    at.advance();
    if (at.is(Token.EQUAL)) {
      at.problems.error(
          "an argument is given with one =",
          at.start(),
          1,
          at.removal("remove =", at.start(), at.end()));
      at.advance();
    }
    return new Argument(name, argumentValue(), start, at.previousEnd());
  }

  /// What may stand after `name=`: a query, an array, an expression.
  Expr argumentValue() {
    int start = at.start();
    if (at.is(Token.OPEN_BRACE)) {
      return subSelect();
    }
    if (!at.is(Token.OPEN_BRACKET)) {
      return expression();
    }
    at.enter();
    at.advance();
    List<Expr> items = new ArrayList<>(2);
    boolean trailing = !at.is(Token.CLOSE_BRACKET) && items(items, Token.CLOSE_BRACKET);
    at.close(Token.CLOSE_BRACKET, start, "[");
    at.leave();
    return new Expr.ArrayLiteral(List.copyOf(items), trailing, start, at.previousEnd());
  }

  /// `{ SELECT … }`
  Expr subSelect() {
    int opened = at.start();
    at.enter();
    at.advance();
    if (!at.is(Token.SELECT) && !at.is(Token.EXPLAIN)) {
      throw at.unexpected("expected SELECT after {");
    }
    Statement.Select select = selects.select();
    at.close(Token.CLOSE_BRACE, opened, "{");
    at.leave();
    return new Expr.SubSelect(select, opened, at.previousEnd());
  }
}
