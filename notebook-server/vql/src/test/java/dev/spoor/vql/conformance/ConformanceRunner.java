package dev.spoor.vql.conformance;

import dev.spoor.vql.Vql;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.Lambda;
import dev.spoor.vql.conformance.CaseScope.Unsupported;
import dev.spoor.vql.syntax.Expr;
import dev.spoor.vql.syntax.ParseResult;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.syntax.StringLiterals;
import dev.spoor.vql.syntax.TreeWalk;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Runs the cases of a suite's files; the form of a case is described beside the suite.
public final class ConformanceRunner {
  private final List<String> failures = new ArrayList<>();
  private final Map<String, Integer> skipped = new LinkedHashMap<>();
  private final Catalog more;
  private int passed;

  public ConformanceRunner() {
    this(Catalog.EMPTY);
  }

  /// @param more what a host adds to the language
  public ConformanceRunner(Catalog more) {
    this.more = more;
  }

  public int passed() {
    return passed;
  }

  /// One line per failing case.
  public List<String> failures() {
    return failures;
  }

  public String summary() {
    int all = skipped.values().stream().mapToInt(Integer::intValue).sum();
    StringBuilder out = new StringBuilder();
    out.append(passed).append(" passed / ").append(failures.size()).append(" failed / ");
    out.append(all).append(" skipped");
    skipped.forEach(
        (reason, count) -> out.append("\n  ").append(count).append(" × ").append(reason));
    return out.toString();
  }

  public void runFile(Path file) throws IOException {
    Object cases = Json.read(Files.readAllBytes(file), Json.ReadOptions.DEFAULT);
    if (cases instanceof List<?> all) {
      for (Object item : all) {
        if (item instanceof Row oneCase) {
          runCase(oneCase);
        }
      }
    }
  }

  private void runCase(Row oneCase) {
    String id = text(oneCase, "id");
    try {
      check(oneCase);
      passed++;
    } catch (Unsupported e) {
      skipped.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
    } catch (AssertionError | RuntimeException e) {
      String message = String.valueOf(e.getMessage()).replace("\n", "\\n");
      failures.add(
          id
              + ": "
              + (e instanceof AssertionError ? "" : e.getClass().getSimpleName() + " ")
              + message);
    }
  }

  private static String text(Row row, String key) {
    return Values.toText(row.get(key));
  }

  private static List<?> list(Row row, String key) {
    return row.get(key) instanceof List<?> list ? list : List.of();
  }

  private void check(Row oneCase) {
    switch (text(oneCase, "kind")) {
      case "unquote" -> unquote(oneCase);
      case "reformat" -> roundTrip(text(oneCase, "query").isEmpty() ? "" : first(oneCase));
      case "callsites" -> callSites(oneCase);
      case "lambda" -> lambda(oneCase);
      case "expression", "query", "program" -> program(oneCase);
      case "split_ident" -> splitIdent(oneCase);
      default -> throw new Unsupported("kind " + text(oneCase, "kind"));
    }
  }

  private static String first(Row oneCase) {
    return Values.toText(list(oneCase, "query").getFirst());
  }

  private static void unquote(Row oneCase) {
    String hex = HexFormat.of().formatHex(StringLiterals.decode(first(oneCase)));
    equal("bytes", text((Row) expected(oneCase, 0), "bytes_hex"), hex);
  }

  private static void splitIdent(Row oneCase) {
    ParseResult parsed = Vql.parse("SELECT " + first(oneCase) + " FROM scope()");
    Statement.Select select = (Statement.Select) parsed.orThrow().getFirst();
    List<String> parts = new ArrayList<>();
    if (select.columns().getFirst().value() instanceof Expr.Symbol symbol) {
      symbol.names().forEach(name -> parts.add(name.value()));
    }
    equal(
        "parts",
        Json.write(((Row) expected(oneCase, 0)).get("parts")),
        Json.write(Values.of(parts)));
  }

  private static Object expected(Row oneCase, int i) {
    Object row = i < list(oneCase, "expected").size() ? list(oneCase, "expected").get(i) : null;
    return row == null ? new Dict() : row;
  }

  private static Row env(Row oneCase) {
    return oneCase.get("env") instanceof Row row ? row : new Dict();
  }

  private void lambda(Row oneCase) {
    CaseScope scope = new CaseScope(text(oneCase, "scope"), env(oneCase), more);
    Lambda lambda = scope.session.scope().run().lambda(first(oneCase));
    Object value = lambda.call(scope.session.scope(), list(oneCase, "lambda_args").toArray());
    Row expected = (Row) expected(oneCase, 0);
    if (expected.has("value") && !Values.equal(expected.get("value"), value)) {
      throw new AssertionError("expected " + expected.get("value") + " got " + value);
    }
    logs(expected, scope);
  }

  private static void roundTrip(String text) {
    List<Statement> statements = Vql.parse(text).orThrow();
    for (Statement statement : statements) {
      String printed = Vql.format(statement);
      Statement again = Vql.parse(printed).orThrow().getFirst();
      equal("canonical text of the canonical text", printed, Vql.format(again));
      equal("tree", shape(statement), shape(again));
    }
  }

  /// The tree without positions.
  private static String shape(Statement statement) {
    return POSITIONS.matcher(statement.toString()).replaceAll("");
  }

  private static final Pattern POSITIONS = Pattern.compile("(start|end)=\\d+");

  private static void callSites(Row oneCase) {
    List<String> found = new ArrayList<>();
    List<String> definitions = new ArrayList<>();
    TreeWalk walk =
        new TreeWalk() {
          @Override
          protected void let(Statement.Let let) {
            definitions.add(let.name().value());
            super.let(let);
          }

          @Override
          protected void source(Statement.Source source) {
            List<Expr.Argument> arguments =
                source.arguments() == null ? List.of() : source.arguments();
            found.add(source.dottedName() + names(arguments));
            super.source(source);
          }

          @Override
          protected void call(Expr.Call call) {
            found.add(call.callee().names().getFirst().value() + names(call.arguments()));
            super.call(call);
          }

          @Override
          protected void symbol(Expr.Symbol symbol) {
            found.add(symbol.names().getFirst().value() + "[]");
          }
        };
    Vql.parse(first(oneCase)).orThrow().forEach(walk::statement);
    List<String> wanted = new ArrayList<>();
    for (Object site : list((Row) expected(oneCase, 0), "callsites")) {
      Row row = (Row) site;
      wanted.add(text(row, "name") + list(row, "args"));
    }
    equal("call sites", wanted.toString(), found.toString());
    List<String> wantedDefinitions = new ArrayList<>();
    for (Object site : list((Row) expected(oneCase, 0), "definitions")) {
      wantedDefinitions.add(text((Row) site, "name"));
    }
    equal("definitions", wantedDefinitions.toString(), definitions.toString());
  }

  private static String names(List<Expr.Argument> arguments) {
    return arguments.stream().map(argument -> argument.name().value()).toList().toString();
  }

  /// What we decided otherwise; the decision record of the language says why.
  private static final Map<String, String> DECIDED =
      Map.of(
          "velociraptor.materialize.03", "rows of <= that spill to a file and become NULL",
          "velociraptor.materialize.04", "rows of <= that spill to a file and become NULL",
          "velociraptor.paths.10", "an index out of range that is not NULL",
          "velociraptor.time.00", "free-form times in words and with format=");

  private void program(Row oneCase) {
    String decided = DECIDED.get(text(oneCase, "id"));
    if (decided != null) {
      throw new Unsupported(decided);
    }
    String kind = text(oneCase, "scope");
    if (oneCase.has("artifacts")
        && ((Row) Objects.requireNonNull(oneCase.get("artifacts"))).size() > 0) {
      throw new Unsupported("artifacts");
    }
    CaseScope scope = new CaseScope(kind, env(oneCase), more);
    needs(oneCase, scope.session.scope().run().catalog());
    splitting(oneCase);
    try {
      for (int i = 0; i < list(oneCase, "query").size(); i++) {
        statement(oneCase, i, scope);
      }
    } finally {
      scope.session.close();
    }
    for (Object expectation : list(oneCase, "expected")) {
      logs((Row) expectation, scope);
      Object markers = ((Row) expectation).get("markers_after_scope_close");
      if (markers != null) {
        equal("markers", Json.write(markers), Json.write(Values.of(scope.markers)));
      }
    }
  }

  private static void needs(Row oneCase, Catalog catalog) {
    Set<String> missing = new TreeSet<>();
    for (Object name : list(oneCase, "functions_used")) {
      if (catalog.function(Values.toText(name)) == null) {
        missing.add(Values.toText(name) + "()");
      }
    }
    for (Object name : list(oneCase, "plugins_used")) {
      if (catalog.plugin(Values.toText(name)) == null) {
        missing.add("plugin " + Values.toText(name));
      }
    }
    if (text(oneCase, "scope").equals("velociraptor")) {
      for (Object name : list(oneCase, "plugins_needed")) {
        if (catalog.plugin(Values.toText(name)) == null) {
          missing.add("plugin " + Values.toText(name));
        }
      }
      list(oneCase, "functions_needed").forEach(name -> missing.add(Values.toText(name) + "()"));
    }
    if (!missing.isEmpty()) {
      throw new Unsupported(String.join(", ", missing));
    }
  }

  /// The text of the whole program must fall apart into its statements.
  private static void splitting(Row oneCase) {
    if (!oneCase.has("program")) {
      return;
    }
    List<String> parts =
        Vql.parse(text(oneCase, "program")).orThrow().stream().map(Vql::format).toList();
    List<String> wanted = new ArrayList<>();
    list(oneCase, "query")
        .forEach(
            query -> wanted.add(Vql.format(Vql.parse(Values.toText(query)).orThrow().getFirst())));
    equal("statements", wanted.toString(), parts.toString());
  }

  private static void statement(Row oneCase, int i, CaseScope scope) {
    String query = Values.toText(list(oneCase, "query").get(i));
    Row expected = (Row) expected(oneCase, i);
    ParseResult parsed = Vql.parse(query);
    if (Boolean.TRUE.equals(expected.get("parse_error"))) {
      if (parsed.isOk()) {
        throw new AssertionError("should not parse: " + query);
      }
      return;
    }
    Statement statement = parsed.orThrow().getFirst();
    if (i < list(oneCase, "formatted").size()) {
      equal(
          "canonical text",
          Values.toText(list(oneCase, "formatted").get(i)),
          Vql.format(statement));
    }
    if (Boolean.TRUE.equals(oneCase.get("roundtrip"))) {
      roundTrip(query);
    }
    List<Row> rows = scope.session.run(parsed, statement).toList();
    if (expected.has("optional")) {
      return;
    }
    expectRows(oneCase, i, expected, rows);
    if (expected.has("counter_after")) {
      equal("counter", text(expected, "counter_after"), String.valueOf(scope.counter));
    }
    if (expected.has("markers")) {
      equal("markers", Json.write(expected.get("markers")), Json.write(Values.of(scope.markers)));
    }
    if (expected.has("logs") && !Boolean.TRUE.equals(oneCase.get("go_specific"))) {
      equal("logs", Json.write(expected.get("logs")), Json.write(Values.of(scope.logs)));
    }
  }

  private static void expectRows(Row oneCase, int i, Row expected, List<Row> rows) {
    if (expected.has("value")) {
      Object value = rows.isEmpty() ? null : rows.getFirst().get("Value");
      if (!Values.equal(expected.get("value"), value)) {
        throw new AssertionError(
            "expected " + Json.write(expected.get("value")) + " got " + Json.write(value));
      }
    }
    if (!expected.has("rows")) {
      return;
    }
    if (text(oneCase, "go_specific_reason").equals("error text names a Go type")) {
      throw new Unsupported("the names of another implementation's types");
    }
    List<?> ignored = list(oneCase, "ignore_keys");
    String wanted = comparable(expected.get("rows"), ignored);
    String got = comparable(Json.read(Json.write(rows)), ignored);
    equal("rows of statement " + i, wanted, got);
  }

  private static String comparable(@Nullable Object value, List<?> ignoredKeys) {
    return Json.write(without(value, ignoredKeys));
  }

  private static @Nullable Object without(@Nullable Object value, List<?> ignoredKeys) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> kept = new ArrayList<>();
      list.forEach(item -> kept.add(without(item, ignoredKeys)));
      return kept;
    }
    if (value instanceof Row row) {
      Dict kept = new Dict();
      row.forEach(
          (key, member) -> {
            if (!ignoredKeys.contains(VqlString.of(key))) {
              kept.set(key, without(member, ignoredKeys));
            }
          });
      return kept;
    }
    return value;
  }

  private static void logs(Row expected, CaseScope scope) {
    String all = String.join("\n", scope.logs);
    for (Object part : list(expected, "logs_contain")) {
      if (!all.contains(Values.toText(part))) {
        throw new AssertionError("log lacks " + Values.toText(part) + "; it is " + all);
      }
    }
    for (Object part : list(expected, "logs_not_contain")) {
      if (all.contains(Values.toText(part))) {
        throw new AssertionError("log has " + Values.toText(part));
      }
    }
  }

  private static void equal(String what, String expected, String actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError(what + ": expected " + expected + " got " + actual);
    }
  }
}
