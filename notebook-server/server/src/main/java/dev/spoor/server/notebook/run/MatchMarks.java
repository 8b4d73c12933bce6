package dev.spoor.server.notebook.run;

import dev.spoor.vql.regex.Regex;
import dev.spoor.vql.regex.RegexException;
import dev.spoor.vql.syntax.Expr;
import dev.spoor.vql.syntax.Printer;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.syntax.Statement.Column;
import dev.spoor.vql.syntax.Statement.Select;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads from a program which texts of its result made the rows match: the patterns of WHERE whose
/// left side is a column of the result, also through a LET. What is under NOT marks nothing.
public final class MatchMarks {
  private static final int MOST = 32;
  private static final int DEEPEST = 8;

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Select> queries = new HashMap<>();

  private MatchMarks() {}

  public static List<MatchMark> of(List<Statement> program) {
    MatchMarks reader = new MatchMarks();
    Set<MatchMark> marks = new LinkedHashSet<>();
    for (Statement statement : program) {
      switch (statement) {
        case Statement.Let let -> reader.learn(let);
        case Select select -> marks.addAll(reader.marks(select, 0));
        case Statement.LambdaText _ -> {}
      }
    }
    return marks.stream().filter(MatchMarks::isPattern).limit(MOST).toList();
  }

  private void learn(Statement.Let let) {
    if (let.parameters() != null) {
      return;
    }
    if (let.query() != null) {
      queries.put(let.name().value(), let.query());
    } else if (let.expression() instanceof Expr.Text text) {
      texts.put(let.name().value(), text(text));
    }
  }

  private List<MatchMark> marks(Select select, int depth) {
    List<MatchMark> found = new ArrayList<>();
    collect(select.where(), found);
    if (depth < DEEPEST && select.source().arguments() == null) {
      Select inner = queries.get(select.source().dottedName());
      if (inner != null) {
        found.addAll(marks(inner, depth + 1));
      }
    }
    List<MatchMark> shown = new ArrayList<>();
    for (MatchMark mark : found) {
      for (Column column : select.columns()) {
        String name = shownAs(column, mark.column());
        if (name != null) {
          shown.add(new MatchMark(name, mark.regex()));
        }
      }
    }
    return shown;
  }

  /// The name under which a column shows what stood on the left of a pattern; null if it does not.
  private static @Nullable String shownAs(Column column, String left) {
    Expr value = column.value();
    if (value == null) {
      return left;
    }
    String name = Printer.columnName(column);
    return name.equals(left) || Printer.print(value).equals(left) ? name : null;
  }

  private void collect(@Nullable Expr where, List<MatchMark> found) {
    switch (where) {
      case Expr.And and -> and.operands().forEach(operand -> collect(operand, found));
      case Expr.Or or -> or.operands().forEach(operand -> collect(operand, found));
      case Expr.Paren paren when paren.items().size() == 1 ->
          collect(paren.items().getFirst(), found);
      case Expr.Items items -> items.items().forEach(item -> collect(item, found));
      case Expr.Compare compare when compare.operator().equals("=~") -> {
        String regex = constant(compare.right());
        if (regex != null) {
          found.add(new MatchMark(name(compare.left()), regex));
        }
      }
      case null, default -> {}
    }
  }

  private static String name(Expr left) {
    return left instanceof Expr.Symbol symbol && symbol.names().size() == 1 && !symbol.negated()
        ? symbol.names().getFirst().value()
        : Printer.print(left);
  }

  private @Nullable String constant(Expr right) {
    return switch (right) {
      case Expr.Text text -> text(text);
      case Expr.Symbol symbol when symbol.names().size() == 1 ->
          texts.get(symbol.names().getFirst().value());
      default -> null;
    };
  }

  private static String text(Expr.Text text) {
    return new String(text.bytes(), StandardCharsets.UTF_8);
  }

  private static boolean isPattern(MatchMark mark) {
    try {
      return !Regex.of(mark.regex()).isEverything();
    } catch (RegexException _) {
      return false;
    }
  }
}
