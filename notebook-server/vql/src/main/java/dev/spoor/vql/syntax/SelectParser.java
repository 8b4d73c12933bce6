package dev.spoor.vql.syntax;

import dev.spoor.vql.syntax.Expr.Argument;
import dev.spoor.vql.syntax.Expr.Name;
import dev.spoor.vql.syntax.Statement.Column;
import dev.spoor.vql.syntax.Statement.OrderBy;
import dev.spoor.vql.syntax.Statement.Select;
import dev.spoor.vql.syntax.Statement.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SELECT with its clauses. Mends what is obvious, so that one text shows all its faults.
final class SelectParser {
  private final Cursor at;
  private final ExprParser expressions;

  SelectParser(Cursor at) {
    this.at = at;
    this.expressions = new ExprParser(at, this);
  }

  ExprParser expressions() {
    return expressions;
  }

  Select select() {
    int start = at.start();
    boolean explain = false;
    while (at.accept(Token.EXPLAIN)) {
      explain = true;
    }
    at.expect(Token.SELECT, "");
    List<Column> columns = columns();
    Source source = from();
    Clauses clauses = new Clauses();
    while (clause(clauses)) {
      // the next clause
    }
    return new Select(
        explain,
        columns,
        source,
        clauses.where,
        clauses.groupBy,
        clauses.orderBy,
        clauses.limit,
        start,
        at.previousEnd());
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    if (at.isName("DISTINCT")) {
      throw at.unexpected("expected columns");
    }
    int start = at.start();
    if (at.is(Token.STAR)) {
      columns.add(star());
      if (!at.accept(Token.COMMA) && endsColumns()) {
        return columns;
      }
    }
    if (endsColumns()) {
      if (columns.isEmpty()) {
        at.problems.warning("no columns are selected", start, 1, null);
      }
      return columns;
    }
    columns.add(column());
    while (at.is(Token.COMMA)) {
      int comma = at.start();
      at.advance();
      if (endsColumns()) {
        at.problems.error(
            "a comma after the last column",
            comma,
            1,
            at.removal("remove the comma", comma, comma + 1));
        break;
      }
      columns.add(column());
    }
    return columns;
  }

  private boolean endsColumns() {
    return switch (at.token()) {
      case FROM, WHERE, GROUP_BY, ORDER_BY, LIMIT, END, CLOSE_BRACE, LET, SELECT, EXPLAIN -> true;
      default -> false;
    };
  }

  private Column star() {
    int start = at.start();
    at.advance();
    return new Column(null, alias(), start, at.previousEnd());
  }

  private Column column() {
    if (at.is(Token.STAR)) {
      return star();
    }
    int start = at.start();
    Expr value = at.is(Token.OPEN_BRACE) ? expressions.subSelect() : expressions.expression();
    return new Column(value, alias(), start, at.previousEnd());
  }

  private @Nullable Name alias() {
    return at.accept(Token.AS) ? at.name("an alias") : null;
  }

  private Source from() {
    if (at.accept(Token.FROM)) {
      return source();
    }
    int place = at.previousEnd();
    if (!endsColumns()) {
      throw at.unexpected("expected , or FROM after a column");
    }
    at.problems.error(
        "FROM is missing",
        Math.max(0, place - 1),
        1,
        new Fix("add FROM scope()", place, 0, " FROM scope()"));
    return new Source(List.of(Name.of("scope")), List.of(), place, place);
  }

  private Source source() {
    int start = at.start();
    if (at.is(Token.OPEN_BRACE)) {
      throw at.problems.abort(
          "FROM takes a plugin or a name: LET a query, or use chain(a={…})", start, 1, null);
    }
    if (at.is(Token.OPEN_PAREN) || at.is(Token.STRING) || at.is(Token.NUMBER)) {
      throw at.problems.abort("FROM takes a plugin or a name", start, at.end() - start, null);
    }
    List<Name> names = new ArrayList<>(2);
    names.add(at.name("a source"));
    while (at.accept(Token.DOT)) {
      names.add(at.name("a member"));
    }
    List<Argument> arguments = at.is(Token.OPEN_PAREN) ? expressions.arguments() : null;
    return new Source(List.copyOf(names), arguments, start, at.previousEnd());
  }

  private static final class Clauses {
    private @Nullable Expr where;
    private @Nullable Expr groupBy;
    private @Nullable OrderBy orderBy;
    private Expr.@Nullable Literal limit;
    private Token last = Token.FROM;
  }

  private boolean clause(Clauses clauses) {
    Token kind = at.token();
    boolean bare = kind == Token.NAME && (at.isName("GROUP") || at.isName("ORDER"));
    if (bare) {
      String word = at.tokenText();
      at.problems.error(
          word + " needs BY: write " + word + " BY",
          at.start(),
          at.end() - at.start(),
          new Fix("add BY", at.end(), 0, " BY"));
      kind = at.isName("GROUP") ? Token.GROUP_BY : Token.ORDER_BY;
    }
    if (rank(kind) == 0) {
      return false;
    }
    if (rank(kind) <= rank(clauses.last)) {
      String message =
          kind == clauses.last
              ? kind.label() + " twice"
              : kind.label() + " comes before " + clauses.last.label();
      at.problems.error(message, at.start(), at.end() - at.start());
    } else {
      clauses.last = kind;
    }
    at.advance();
    switch (kind) {
      case WHERE -> clauses.where = expressions.list();
      case GROUP_BY -> clauses.groupBy = expressions.list();
      case ORDER_BY -> clauses.orderBy = orderBy();
      default -> clauses.limit = limit();
    }
    return true;
  }

  private static int rank(Token kind) {
    return switch (kind) {
      case WHERE -> 1;
      case GROUP_BY -> 2;
      case ORDER_BY -> 3;
      case LIMIT -> 4;
      default -> 0;
    };
  }

  private OrderBy orderBy() {
    int start = at.start();
    Name column = at.name("the column to sort by");
    if (at.is(Token.DOT) || at.is(Token.OPEN_PAREN) || at.is(Token.OPEN_BRACKET)) {
      throw at.problems.abort(
          "ORDER BY takes one column: give the expression an alias in SELECT",
          start,
          at.end() - start,
          null);
    }
    boolean descending = at.accept(Token.DESC);
    if (at.isName("ASC")) {
      at.problems.error(
          "there is no ASC: ascending is what ORDER BY does without DESC",
          at.start(),
          3,
          at.removal("remove ASC", at.start(), at.end()));
      at.advance();
    }
    if (at.is(Token.COMMA)) {
      throw at.problems.abort("ORDER BY takes one column", at.start(), 1, null);
    }
    return new OrderBy(column, descending);
  }

  private Expr.@Nullable Literal limit() {
    if (at.is(Token.NUMBER)) {
      int start = at.start();
      Object number = Numbers.parse(at.tokenText());
      at.advance();
      return new Expr.Literal(number, null, start, at.previousEnd());
    }
    if (at.is(Token.END)) {
      throw at.unexpected("expected a number after LIMIT");
    }
    at.problems.error("LIMIT takes a number", at.start(), at.end() - at.start());
    at.advance();
    return null;
  }
}
