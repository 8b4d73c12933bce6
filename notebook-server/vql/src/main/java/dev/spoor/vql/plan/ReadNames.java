package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.syntax.Expr;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects the names that expressions may read from a row.
final class ReadNames {
  private final Catalog catalog;
  private final Set<String> names = new HashSet<>();
  private boolean readsAll;

  ReadNames(Catalog catalog) {
    this.catalog = catalog;
  }

  Set<String> names() {
    return names;
  }

  boolean readsAll() {
    return readsAll;
  }

  void readAll() {
    readsAll = true;
  }

  void add(@Nullable Expr expression) {
    switch (expression) {
      case null -> {}
      case Expr.Literal literal -> {}
      case Expr.Text text -> {}
      case Expr.Symbol symbol -> names.add(symbol.names().getFirst().value());
      case Expr.Call call -> {
        VqlFunction function =
            call.callee().names().size() == 1
                ? catalog.function(call.callee().names().getFirst().value())
                : null;
        Signature signature = function == null ? null : function.signature();
        // anything else may look at the scope itself
        if (signature == null || (!signature.pure() && !signature.aggregate())) {
          readsAll = true;
        }
        call.arguments().forEach(argument -> add(argument.value()));
      }
      case Expr.SubSelect sub -> readsAll = true;
      case Expr.ArrayLiteral array -> array.items().forEach(this::add);
      case Expr.Paren paren -> paren.items().forEach(this::add);
      case Expr.Items items -> items.items().forEach(this::add);
      case Expr.And and -> and.operands().forEach(this::add);
      case Expr.Or or -> or.operands().forEach(this::add);
      case Expr.Not not -> add(not.operand());
      case Expr.Compare compare -> {
        add(compare.left());
        add(compare.right());
      }
      case Expr.Arithmetic sum -> sum.operands().forEach(this::add);
      case Expr.Member member -> {
        add(member.base());
        for (Expr.Access access : member.path()) {
          switch (access) {
            case Expr.Access.ByName byName -> {}
            case Expr.Access.ByIndex byIndex -> add(byIndex.index());
            case Expr.Access.Slice slice -> {
              add(slice.from());
              add(slice.to());
            }
          }
        }
      }
    }
  }
}
