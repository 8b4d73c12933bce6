package dev.spoor.server.proof;

import dev.spoor.vql.Vql;
import dev.spoor.vql.syntax.Expr;
import dev.spoor.vql.syntax.Printer;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.syntax.Statement.Let;
import dev.spoor.vql.syntax.Statement.Select;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows that failed exactly one condition: the query is run again for each of its conditions, with
/// that one turned round and the others as they are.
final class NearMisses {
  private static final int MAX_ROWS = 100;
  private static final int MAX_CONDITIONS = 60;

  private NearMisses() {}

  /// Runs a program over the recording.
  interface Reading {
    List<ReplayResult.Found> rows(Replay.Program program);
  }

  static List<ReplayResult.NearMiss> of(
      Replay.Program program, ReplayRequest request, Reading reading, Replay.Deadline deadline) {
    List<Statement> statements = Vql.parse(program.vql()).orThrow();
    List<ReplayResult.NearMiss> found = new ArrayList<>();
    int conditions = 0;
    for (int i = 0; i < statements.size(); i++) {
      Select select = select(statements.get(i));
      Expr where = select == null ? null : select.where();
      if (select == null || where == null) {
        continue;
      }
      List<Expr> terms = terms(where);
      for (int t = 0; t < terms.size() && conditions < MAX_CONDITIONS; t++) {
        deadline.check();
        conditions++;
        String condition = Printer.print(terms.get(t));
        String vql = turned(statements, i, select, terms, t);
        for (ReplayResult.Found row : reading.rows(program.withVql(vql))) {
          if (found.size() < MAX_ROWS) {
            found.add(new ReplayResult.NearMiss(row.from(), oneLine(condition), row.row()));
          }
        }
      }
    }
    return found;
  }

  static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static @Nullable Select select(Statement statement) {
    return switch (statement) {
      case Select select -> select;
      case Let let -> let.query();
      case Statement.LambdaText lambda -> null;
    };
  }

  private static List<Expr> terms(Expr where) {
    return where instanceof Expr.And and ? and.operands() : List.of(where);
  }

  private static String turned(
      List<Statement> statements, int index, Select select, List<Expr> terms, int term) {
    List<Expr> others = new ArrayList<>();
    List<String> operators = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      Expr one = terms.get(i);
      Expr kept = new Expr.Paren(List.of(one), false, one.start(), one.end());
      others.add(i == term ? new Expr.Not(kept, one.start(), one.end()) : kept);
      if (i > 0) {
        operators.add("AND");
      }
    }
    Expr where =
        others.size() == 1
            ? others.getFirst()
            : new Expr.And(others, operators, select.start(), select.end());
    Select changed =
        new Select(
            select.explain(),
            select.columns(),
            select.source(),
            where,
            select.groupBy(),
            select.orderBy(),
            select.limit(),
            select.start(),
            select.end());
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < statements.size(); i++) {
      Statement statement = statements.get(i);
      if (i == index) {
        statement =
            statement instanceof Let let
                ? new Let(
                    let.name(),
                    let.parameters(),
                    let.materialised(),
                    changed,
                    null,
                    let.start(),
                    let.end())
                : changed;
      }
      out.append(Vql.format(statement)).append("\n\n");
    }
    return out.toString();
  }
}
