package dev.spoor.vql.syntax;

import dev.spoor.vql.syntax.Expr.Argument;
import dev.spoor.vql.syntax.Expr.Name;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement of a program. `start` and `end` are offsets into the text.
public sealed interface Statement {

  int start();

  int end();

  /// `LET name(parameters) = body`; exactly one of `query` and `expression` is set.
  ///
  /// @param parameters null if there are no parentheses
  record Let(
      Name name,
      @Nullable List<Parameter> parameters,
      boolean materialised,
      @Nullable Select query,
      @Nullable Expr expression,
      int start,
      int end)
      implements Statement {}

  record Parameter(Name name, @Nullable Expr defaultValue) {}

  /// `SELECT columns FROM source WHERE … GROUP BY … ORDER BY … LIMIT …`
  record Select(
      boolean explain,
      List<Column> columns,
      Source source,
      @Nullable Expr where,
      @Nullable Expr groupBy,
      @Nullable OrderBy orderBy,
      Expr.@Nullable Literal limit,
      int start,
      int end)
      implements Statement {}

  /// One column; `value` is null for `*`.
  record Column(@Nullable Expr value, @Nullable Name alias, int start, int end) {
    public boolean isStar() {
      return value == null;
    }
  }

  /// What follows FROM; `arguments` is null if there are no parentheses.
  record Source(List<Name> names, @Nullable List<Argument> arguments, int start, int end) {
    /// `Artifact.Linux.Sys`
    public String dottedName() {
      StringBuilder out = new StringBuilder();
      for (Name name : names) {
        out.append(out.isEmpty() ? "" : ".").append(name.value());
      }
      return out.toString();
    }
  }

  record OrderBy(Name column, boolean descending) {}

  /// A function given as text: `x, y => x + y`.
  record LambdaText(List<Name> parameters, Expr body, int start, int end) implements Statement {}
}
