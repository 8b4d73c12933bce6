package dev.spoor.vql.syntax;

import dev.spoor.vql.syntax.Expr.Access;
import dev.spoor.vql.syntax.Expr.Argument;
import dev.spoor.vql.syntax.Expr.Name;
import dev.spoor.vql.syntax.Statement.Column;
import dev.spoor.vql.syntax.Statement.Let;
import dev.spoor.vql.syntax.Statement.OrderBy;
import dev.spoor.vql.syntax.Statement.Select;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The canonical text of a tree: one line, from which columns without an alias get their names.
public final class Printer {
  private final StringBuilder out = new StringBuilder();

  private Printer() {}

  public static String print(Statement statement) {
    Printer printer = new Printer();
    printer.statement(statement);
    return printer.out.toString().stripTrailing();
  }

  public static String print(Expr expression) {
    Printer printer = new Printer();
    printer.expr(expression);
    return printer.out.toString();
  }

  /// The name of a column: its alias, or its text without backticks around it.
  public static String columnName(Column column) {
    Name alias = column.alias();
    if (alias != null) {
      return alias.value();
    }
    Expr value = column.value();
    if (value == null) {
      return "*";
    }
    if (value instanceof Expr.Symbol symbol && symbol.names().size() == 1 && !symbol.negated()) {
      return symbol.names().getFirst().value();
    }
    return print(value);
  }

  private void statement(Statement statement) {
    switch (statement) {
      case Let let -> let(let);
      case Select select -> select(select);
      case Statement.LambdaText lambda -> {
        for (int i = 0; i < lambda.parameters().size(); i++) {
          out.append(i > 0 ? ", " : "").append(lambda.parameters().get(i).text());
        }
        out.append(" => ");
        expr(lambda.body());
      }
    }
  }

  private void let(Let let) {
    out.append("LET ").append(let.name().text());
    List<Statement.Parameter> parameters = let.parameters();
    if (parameters != null) {
      out.append('(');
      for (int i = 0; i < parameters.size(); i++) {
        Statement.Parameter parameter = parameters.get(i);
        out.append(i > 0 ? ", " : "").append(parameter.name().text());
        if (parameter.defaultValue() != null) {
          out.append('=');
          expr(parameter.defaultValue());
        }
      }
      out.append(')');
    }
    out.append(let.materialised() ? " <= " : " = ");
    if (let.query() != null) {
      select(let.query());
    } else if (let.expression() != null) {
      expr(let.expression());
    }
  }

  private void select(Select select) {
    out.append(select.explain() ? "EXPLAIN SELECT " : "SELECT ");
    for (int i = 0; i < select.columns().size(); i++) {
      out.append(i > 0 ? ", " : "");
      column(select.columns().get(i));
    }
    out.append(select.columns().isEmpty() ? "FROM " : " FROM ");
    List<Name> names = select.source().names();
    for (int i = 0; i < names.size(); i++) {
      out.append(i > 0 ? "." : "").append(names.get(i).text());
    }
    if (select.source().arguments() != null) {
      arguments(select.source().arguments());
    }
    clause(" WHERE ", select.where());
    clause(" GROUP BY ", select.groupBy());
    OrderBy order = select.orderBy();
    if (order != null) {
      out.append(" ORDER BY ")
          .append(order.column().text())
          .append(order.descending() ? " DESC " : "");
    }
    Expr.Literal limit = select.limit();
    if (limit != null) {
      out.append(out.charAt(out.length() - 1) == ' ' ? "LIMIT " : " LIMIT ");
      expr(limit);
      out.append(' ');
    }
  }

  private void column(Column column) {
    if (column.value() == null) {
      out.append('*');
    } else {
      expr(column.value());
    }
    if (column.alias() != null) {
      out.append(" AS ").append(column.alias().text());
    }
  }

  private void clause(String words, @Nullable Expr expression) {
    if (expression != null) {
      out.append(words);
      expr(expression);
    }
  }

  private void arguments(List<Argument> arguments) {
    out.append('(');
    for (int i = 0; i < arguments.size(); i++) {
      out.append(i > 0 ? ", " : "").append(arguments.get(i).name().text()).append('=');
      expr(arguments.get(i).value());
    }
    out.append(')');
  }

  private void list(List<Expr> items, boolean trailingComma) {
    for (int i = 0; i < items.size(); i++) {
      out.append(i > 0 ? ", " : "");
      expr(items.get(i));
    }
    out.append(trailingComma ? ", " : "");
  }

  private void expr(Expr expression) {
    switch (expression) {
      case Expr.Literal literal -> {
        String word = literal.text();
        Object value = literal.value();
        out.append(word != null ? word : value == null ? "NULL" : Numbers.print(value));
      }
      case Expr.Text text -> out.append(text.text());
      case Expr.Symbol symbol -> symbol(symbol);
      case Expr.Call call -> {
        symbol(call.callee());
        arguments(call.arguments());
      }
      case Expr.SubSelect sub -> {
        out.append("{ ");
        select(sub.select());
        out.append(" }");
      }
      case Expr.ArrayLiteral array -> {
        out.append('[');
        list(array.items(), array.trailingComma());
        out.append(']');
      }
      case Expr.Paren paren -> {
        out.append('(');
        list(paren.items(), paren.trailingComma());
        out.append(')');
      }
      case Expr.Items items -> list(items.items(), items.trailingComma());
      case Expr.And and -> chain(and.operands(), and.operators(), "  ");
      case Expr.Or or -> chain(or.operands(), or.operators(), " ");
      case Expr.Not not -> {
        out.append("NOT ");
        expr(not.operand());
      }
      case Expr.Compare compare -> {
        expr(compare.left());
        out.append(' ').append(compare.operator()).append(' ');
        expr(compare.right());
      }
      case Expr.Arithmetic sum -> chain(sum.operands(), sum.operators(), " ");
      case Expr.Member member -> {
        expr(member.base());
        member.path().forEach(this::access);
      }
    }
  }

  private void symbol(Expr.Symbol symbol) {
    out.append(symbol.negated() ? "-" : "");
    for (int i = 0; i < symbol.names().size(); i++) {
      out.append(i > 0 ? "." : "").append(symbol.names().get(i).text());
    }
  }

  private void chain(List<Expr> operands, List<String> operators, String before) {
    expr(operands.getFirst());
    for (int i = 0; i < operators.size(); i++) {
      out.append(before).append(operators.get(i)).append(' ');
      expr(operands.get(i + 1));
    }
  }

  private void access(Access access) {
    switch (access) {
      case Access.ByName byName -> out.append('.').append(byName.name().text());
      case Access.ByIndex byIndex -> {
        out.append('[');
        if (byIndex.index() != null) {
          expr(byIndex.index());
        }
        out.append(']');
      }
      case Access.Slice slice -> {
        out.append('[');
        if (slice.from() != null) {
          expr(slice.from());
        }
        out.append(':');
        if (slice.to() != null) {
          expr(slice.to());
        }
        out.append(']');
      }
    }
  }
}
