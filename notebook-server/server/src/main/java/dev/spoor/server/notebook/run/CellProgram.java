package dev.spoor.server.notebook.run;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException.Problem;
import dev.spoor.server.notebook.Cell;
import dev.spoor.server.notebook.CellId;
import dev.spoor.server.notebook.CellType;
import dev.spoor.server.notebook.Notebook;
import dev.spoor.server.notebook.run.RunSummary.Failure;
import dev.spoor.vql.Vql;
import dev.spoor.vql.syntax.Issue;
import dev.spoor.vql.syntax.ParseResult;
import dev.spoor.vql.syntax.Severity;
import dev.spoor.vql.syntax.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a cell runs: the LETs of other cells that it may read, in notebook order, then its own
/// statements. Which LETs it may read is decided on words, so that names inside strings, lambdas
/// and dynamic text count too: one too many costs nothing, one too few would give NULL.
///
/// @param issues problems of the cell's own text; with an error among them nothing may run
/// @param definedTwice names that the cell reads and that two other cells define
/// @param authors whose texts take part
record CellProgram(
    List<Statement> statements, List<Issue> issues, Set<String> definedTwice, Set<String> authors) {
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|`[^`]*`");

  CellProgram {
    statements = List.copyOf(statements);
    issues = List.copyOf(issues);
    definedTwice = Set.copyOf(definedTwice);
    authors = Set.copyOf(authors);
  }

  private record Definition(Cell cell, Statement.Let let, String text) {
    boolean defines(String name) {
      return let.name().value().equals(name);
    }
  }

  static CellProgram of(Notebook notebook, Cell cell) {
    if (cell.type() == CellType.TEST) {
      ParseResult run = Vql.parse(testing(cell.text()));
      return new CellProgram(run.statements(), run.issues(), Set.of(), Set.of(cell.author()));
    }
    ParseResult own = Vql.parse(cell.text());
    Set<String> ownNames = new HashSet<>();
    for (Statement statement : own.statements()) {
      if (statement instanceof Statement.Let let) {
        ownNames.add(let.name().value());
      }
    }
    List<Definition> others = definitions(notebook, cell.id());
    Set<String> read = new HashSet<>();
    Deque<String> texts = new ArrayDeque<>(List.of(cell.text()));
    while (!texts.isEmpty()) {
      Matcher words = WORD.matcher(texts.remove());
      while (words.find()) {
        String word = words.group().replace("`", "");
        if (!ownNames.contains(word) && read.add(word)) {
          others.stream().filter(d -> d.defines(word)).forEach(d -> texts.add(d.text()));
        }
      }
    }
    List<Statement> program = new ArrayList<>();
    Set<String> authors = new HashSet<>(Set.of(cell.author()));
    Map<String, CellId> definedIn = new HashMap<>();
    Set<String> twice = new TreeSet<>();
    for (Definition definition : others) {
      String name = definition.let().name().value();
      if (read.contains(name)) {
        program.add(definition.let());
        authors.add(definition.cell().author());
        CellId before = definedIn.putIfAbsent(name, definition.cell().id());
        if (before != null && !before.equals(definition.cell().id())) {
          twice.add(name);
        }
      }
    }
    program.addAll(own.statements());
    return new CellProgram(program, own.issues(), twice, authors);
  }

  /// The query that runs the tests of a cell; it reads no other cell.
  static String testing(String tests) {
    return "SELECT * FROM test_detection(tests='"
        + tests.replace("\\", "\\\\").replace("'", "\\'")
        + "')";
  }

  /// In notebook order. A cell that does not parse defines nothing; that is its own error.
  private static List<Definition> definitions(Notebook notebook, CellId except) {
    List<Definition> definitions = new ArrayList<>();
    for (Cell other : notebook.cells()) {
      if (other.type() != CellType.VQL || other.id().equals(except)) {
        continue;
      }
      ParseResult parsed = Vql.parse(other.text());
      if (parsed.isOk()) {
        for (Statement statement : parsed.statements()) {
          if (statement instanceof Statement.Let let) {
            String text = other.text().substring(statement.start(), statement.end());
            definitions.add(new Definition(other, let, text));
          }
        }
      }
    }
    return definitions;
  }

  List<String> warnings() {
    return issues.stream()
        .filter(issue -> issue.severity() != Severity.ERROR)
        .map(issue -> issue.position() + ": " + issue.message())
        .toList();
  }

  /// Why the program may not run; null if it may.
  @Nullable Failure fault() {
    if (issues.stream().anyMatch(issue -> issue.severity() == Severity.ERROR)) {
      return failure(
          "the query does not parse", issues.stream().map(CellProgram::problem).toList());
    }
    if (!definedTwice.isEmpty()) {
      String names = String.join(", ", new TreeSet<>(definedTwice));
      return failure(names + " is defined in two other cells: rename one of them", List.of());
    }
    return statements.isEmpty() ? failure("the cell is empty", List.of()) : null;
  }

  private static Failure failure(String message, List<Problem> problems) {
    return new Failure(ErrorCode.INVALID_QUERY.name(), message, problems);
  }

  private static Problem problem(Issue issue) {
    return new Problem(
        issue.line(),
        issue.column(),
        issue.length(),
        issue.severity().name().toLowerCase(Locale.ROOT),
        issue.message(),
        issue.fix() == null ? null : issue.fix().replacement());
  }
}
