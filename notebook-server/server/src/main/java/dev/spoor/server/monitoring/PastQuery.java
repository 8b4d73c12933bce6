package dev.spoor.server.monitoring;

import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.CompiledArtifact;
import dev.spoor.vql.Vql;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.syntax.Expr;
import dev.spoor.vql.syntax.Issue;
import dev.spoor.vql.syntax.ParseResult;
import dev.spoor.vql.syntax.Printer;
import dev.spoor.vql.syntax.Severity;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.syntax.TreeWalk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What an artifact's condition says about rows that are stored already: its WHERE, where each
/// expression that a column was made of becomes that column. What needs something that is not
/// stored is left out, and named.
///
/// @param conditions in VQL over stored rows, one for each part of the WHERE
/// @param leftOut parts that cannot be decided from stored rows, as they are written
/// @param conversions statements that make values of the parameters' texts
public record PastQuery(
    String source, List<String> conditions, List<String> leftOut, List<String> conversions) {
  public PastQuery {
    conditions = List.copyOf(conditions);
    leftOut = List.copyOf(leftOut);
    conversions = List.copyOf(conversions);
  }

  /// Columns of every stored event that a condition may use.
  private static final Set<String> ENVELOPE =
      Set.of("ClientId", "Hostname", "_EventTime", "_ts", "_Source");

  public static List<PastQuery> of(Artifact artifact, CompiledArtifact compiled, Catalog catalog) {
    List<PastQuery> queries = new ArrayList<>();
    for (CompiledArtifact.Source source : compiled.sources()) {
      new Reader(artifact, source, catalog).read().ifPresent(queries::add);
    }
    return queries;
  }

  /// The whole program.
  ///
  /// @param arguments further arguments of `source()`, each beginning with a comma
  public String vql(String arguments) {
    StringBuilder vql = new StringBuilder();
    conversions.forEach(one -> vql.append(one).append('\n'));
    vql.append("SELECT * FROM source(artifact=")
        .append(quoted(source))
        .append(arguments)
        .append(')');
    for (int i = 0; i < conditions.size(); i++) {
      vql.append(i == 0 ? "\nWHERE " : "\n  AND ").append(conditions.get(i));
    }
    return vql.toString();
  }

  static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static final class Reader {
    private final Artifact artifact;
    private final CompiledArtifact.Source source;
    private final Catalog catalog;
    private final String text;
    private final Set<String> parameters = new HashSet<>();
    private final Map<String, Statement.Select> queries = new HashMap<>();
    private final List<String> conversions = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    Reader(Artifact artifact, CompiledArtifact.Source source, Catalog catalog) {
      this.artifact = artifact;
      this.source = source;
      this.catalog = catalog;
      this.text = source.vql();
      artifact.parameters().forEach(parameter -> parameters.add(parameter.name()));
    }

    Optional<PastQuery> read() {
      ParseResult parsed = Vql.parse(text);
      Statement.Select last = null;
      for (Statement statement : parsed.orThrow()) {
        switch (statement) {
          case Statement.Let let -> let(let);
          case Statement.Select select -> last = select;
          case Statement.LambdaText lambda -> {}
        }
      }
      if (last == null) {
        return Optional.empty();
      }
      List<String> conditions = new ArrayList<>();
      for (String condition : conditions(last, 0)) {
        if (isKnown(condition)) {
          conditions.add(condition);
        } else {
          leftOut.add(condition);
        }
      }
      return Optional.of(
          new PastQuery(source.fullName(artifact.name()), conditions, leftOut, conversions));
    }

    private void let(Statement.Let let) {
      Statement.Select query = let.query();
      if (let.materialised() && parameters.contains(let.name().value())) {
        conversions.add(text.substring(let.start(), let.end()).strip());
      } else if (query != null && let.parameters() == null) {
        queries.put(let.name().value(), query);
      }
    }

    /// The conditions of a query and of those that it reads from, over the columns that it yields.
    private List<String> conditions(Statement.Select select, int depth) {
      if (select.groupBy() != null) {
        Expr group = select.groupBy();
        leftOut.add("GROUP BY " + (group == null ? "" : Printer.print(group)));
        return List.of();
      }
      List<String> conditions = new ArrayList<>();
      Map<String, String> columns = new HashMap<>();
      Set<String> yields = new HashSet<>(ENVELOPE);
      boolean star = false;
      for (Statement.Column column : select.columns()) {
        Expr value = column.value();
        if (value == null) {
          star = true;
        } else {
          String name = Printer.columnName(column);
          yields.add(name);
          columns.putIfAbsent(Printer.print(value), name);
        }
      }
      Statement.Select inner =
          select.source().arguments() == null && depth < 20
              ? queries.get(select.source().dottedName())
              : null;
      List<String> parts = inner == null ? new ArrayList<>() : conditions(inner, depth + 1);
      Expr where = select.where();
      List<String> all = new ArrayList<>(parts);
      if (where != null) {
        conjuncts(where).forEach(part -> all.add(text.substring(part.start(), part.end()).strip()));
      }
      for (String part : all) {
        Rewrite rewrite = new Rewrite(part, columns);
        if (star || yields.containsAll(rewrite.names(parameters))) {
          conditions.add(rewrite.text());
        } else {
          leftOut.add(part);
        }
      }
      return conditions;
    }

    private static List<Expr> conjuncts(Expr where) {
      if (where instanceof Expr.And and) {
        return and.operands().stream().flatMap(part -> conjuncts(part).stream()).toList();
      }
      return List.of(where);
    }

    private boolean isKnown(String condition) {
      String vql = "SELECT * FROM source(artifact='x') WHERE " + condition;
      for (Issue issue : Vql.check(vql, catalog, parameters)) {
        if (issue.severity() == Severity.ERROR) {
          return false;
        }
      }
      return true;
    }
  }

  /// One condition with expressions replaced by the columns that hold them.
  private static final class Rewrite extends TreeWalk {
    private static final String BEFORE = "SELECT * FROM x WHERE ";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final String program;
    private final Map<String, String> columns;
    private final Set<String> names = new HashSet<>();
    private final List<int[]> places = new ArrayList<>();
    private final List<String> replacements = new ArrayList<>();

    Rewrite(String condition, Map<String, String> columns) {
      this.program = BEFORE + condition;
      this.columns = columns;
      Vql.parse(program).orThrow().forEach(this::statement);
    }

    @Override
    protected void symbol(Expr.Symbol symbol) {
      String column = columns.get(Printer.print(symbol));
      if (column != null && PLAIN.matcher(column).matches()) {
        places.add(new int[] {symbol.start(), symbol.end()});
        replacements.add(column);
        names.add(column);
      } else {
        names.add(symbol.names().getFirst().value());
      }
    }

    @Override
    protected void call(Expr.Call call) {
      String column = columns.get(Printer.print(call));
      if (column != null && PLAIN.matcher(column).matches()) {
        places.add(new int[] {call.start(), call.end()});
        replacements.add(column);
        names.add(column);
      } else {
        super.call(call);
      }
    }

    /// The names that it reads, but for these.
    Set<String> names(Set<String> known) {
      Set<String> read = new HashSet<>(names);
      read.removeAll(known);
      return read;
    }

    String text() {
      StringBuilder out = new StringBuilder(program);
      for (int i = places.size() - 1; i >= 0; i--) {
        out.replace(places.get(i)[0], places.get(i)[1], replacements.get(i));
      }
      return out.substring(BEFORE.length()).strip();
    }
  }
}
