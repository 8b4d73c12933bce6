package dev.spoor.vql.syntax;

import dev.spoor.vql.syntax.Statement.Column;
import dev.spoor.vql.syntax.Statement.Let;
import dev.spoor.vql.syntax.Statement.Parameter;
import dev.spoor.vql.syntax.Statement.Select;
import dev.spoor.vql.syntax.Statement.Source;
import org.jspecify.annotations.Nullable;

/// Goes through a tree from left to right; a subclass overrides what it wants to see and calls
/// `super` to go on inside.
public abstract class TreeWalk {

  public void statement(Statement statement) {
    switch (statement) {
      case Let let -> let(let);
      case Select select -> select(select);
      case Statement.LambdaText lambda -> expr(lambda.body());
    }
  }

  protected void let(Let let) {
    if (let.parameters() != null) {
      for (Parameter parameter : let.parameters()) {
        expr(parameter.defaultValue());
      }
    }
    if (let.query() != null) {
      select(let.query());
    }
    expr(let.expression());
  }

  protected void select(Select select) {
    for (Column column : select.columns()) {
      expr(column.value());
    }
    source(select.source());
    expr(select.where());
    expr(select.groupBy());
  }

  protected void source(Source source) {
    if (source.arguments() != null) {
      source.arguments().forEach(argument -> expr(argument.value()));
    }
  }

  protected void symbol(Expr.Symbol symbol) {}

  protected void call(Expr.Call call) {
    call.arguments().forEach(argument -> expr(argument.value()));
  }

  protected final void expr(@Nullable Expr expression) {
    switch (expression) {
      case null -> {}
      case Expr.Literal literal -> {}
      case Expr.Text text -> {}
      case Expr.Symbol symbol -> symbol(symbol);
      case Expr.Call call -> call(call);
      case Expr.SubSelect sub -> select(sub.select());
      case Expr.ArrayLiteral array -> array.items().forEach(this::expr);
      case Expr.Paren paren -> paren.items().forEach(this::expr);
      case Expr.Items items -> items.items().forEach(this::expr);
      case Expr.And and -> and.operands().forEach(this::expr);
      case Expr.Or or -> or.operands().forEach(this::expr);
      case Expr.Not not -> expr(not.operand());
      case Expr.Compare compare -> {
        expr(compare.left());
        expr(compare.right());
      }
      case Expr.Arithmetic sum -> sum.operands().forEach(this::expr);
      case Expr.Member member -> {
        expr(member.base());
        member.path().forEach(this::access);
      }
    }
  }

  private void access(Expr.Access access) {
    switch (access) {
      case Expr.Access.ByName byName -> {}
      case Expr.Access.ByIndex byIndex -> expr(byIndex.index());
      case Expr.Access.Slice slice -> {
        expr(slice.from());
        expr(slice.to());
      }
    }
  }
}
