package dev.spoor.server.artifact;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.error.SpoorException.Problem;
import dev.spoor.vql.Vql;
import dev.spoor.vql.syntax.Issue;
import dev.spoor.vql.syntax.ParseResult;
import dev.spoor.vql.syntax.Severity;
import dev.spoor.vql.syntax.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads a definition strictly: an unknown key rejects it, and every problem has its line and
/// column, those of its VQL too. Thread-safe.
public final class ArtifactLoader {
  static final int MAX_CHARACTERS = 4 << 20;
  static final int MAX_DEPTH = 40;
  private static final int MAX_NAME = 200;

  private static final Set<String> TOP =
      Set.of(
          "name",
          "aliases",
          "description",
          "author",
          "reference",
          "references",
          "type",
          "parameters",
          "precondition",
          "sources",
          "export",
          "imports",
          "tools",
          "resources",
          "required_permissions",
          "implied_permissions",
          "impersonate",
          "column_types",
          "reports");
  private static final Set<String> PARAMETER =
      Set.of(
          "name",
          "default",
          "description",
          "type",
          "friendly_name",
          "choices",
          "validating_regex",
          "artifact_type",
          "sources");
  private static final Set<String> SOURCE =
      Set.of("name", "description", "precondition", "query", "queries", "notebook");
  private static final Set<String> COLUMN_TYPE = Set.of("name", "type", "description");
  private static final Set<String> CELL = Set.of("type", "name", "template", "output", "env");
  private static final Set<String> TOOL =
      Set.of(
          "name",
          "url",
          "github_project",
          "github_asset_regex",
          "serve_locally",
          "expected_hash",
          "version");
  private static final Set<String> RESOURCES =
      Set.of(
          "timeout",
          "ops_per_second",
          "cpu_limit",
          "iops_limit",
          "max_rows",
          "max_upload_bytes",
          "max_batch_wait",
          "max_batch_rows",
          "max_batch_rows_buffer");
  private static final Set<String> REPORT =
      Set.of("type", "name", "timeout", "template", "parameters");

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");
  private static final Pattern SOURCE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_ .()-]{0,63}");
  private static final Pattern PARAMETER_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private ArtifactLoader() {}

  /// What a text gives: an artifact when there is no error, and all problems by position.
  public record Loaded(@Nullable Artifact artifact, List<Problem> problems) {
    public Loaded {
      problems = List.copyOf(problems);
    }

    /// The artifact, or an error with all problems.
    public Artifact orThrow() {
      Artifact loaded = artifact;
      if (loaded == null) {
        Problem first = problems.getFirst();
        throw new SpoorException(
            ErrorCode.INVALID_ARTIFACT,
            "the definition cannot be loaded: line "
                + first.line()
                + ", column "
                + first.column()
                + ": "
                + first.message(),
            problems);
      }
      return loaded;
    }
  }

  public static Loaded load(String definition) {
    List<Problem> problems = new ArrayList<>();
    String text = ArtifactText.normalise(definition);
    Node root = compose(text, problems);
    if (root == null) {
      return new Loaded(null, problems);
    }
    Artifact artifact = read(root, text, definition, problems);
    problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    boolean failed = problems.stream().anyMatch(problem -> problem.severity().equals("error"));
    return new Loaded(failed ? null : artifact, problems);
  }

  private static @Nullable Node compose(String text, List<Problem> problems) {
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(MAX_CHARACTERS)
            .setAllowRecursiveKeys(false)
            .setLabel("definition")
            // the reader fails where a buffer ends inside of a surrogate pair: one buffer for all
            .setBufferSize(text.length() + 16)
            .build();
    try {
      checkDepth(new Parse(settings).parseString(text), problems);
      if (!problems.isEmpty()) {
        return null;
      }
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        problems.add(new Problem(1, 1, 1, "error", "the definition is empty", null));
      }
      return root.orElse(null);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(1);
      problems.add(new Problem(line, column, 1, "error", "not YAML: " + e.getProblem(), null));
    } catch (YamlEngineException e) {
      problems.add(new Problem(1, 1, 1, "error", "not YAML: " + e.getMessage(), null));
    }
    return null;
  }

  /// The composer recurses, so depth is counted on the flat events first.
  private static void checkDepth(Iterable<Event> events, List<Problem> problems) {
    int depth = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (depth > MAX_DEPTH) {
        int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        problems.add(new Problem(line, 1, 1, "error", "nested deeper than " + MAX_DEPTH, null));
        return;
      }
    }
  }

  private static Artifact read(Node root, String text, String definition, List<Problem> problems) {
    YamlMap top = new YamlMap(root, "the artifact", TOP, text.lines().toList(), problems);
    String name = top.required("name");
    if (!name.isEmpty() && (name.length() > MAX_NAME || !NAME.matcher(name).matches())) {
      top.problem(
          top.placeOf("name"),
          "name \"" + name + "\" must be words of letters, digits and _ joined by dots");
    }
    ArtifactType type = type(top);
    VqlText precondition = top.vql("precondition");
    List<ArtifactSource> sources = sources(top);
    if (!precondition.isEmpty()) {
      checkQuery(precondition, false, problems);
      if (sources.stream().anyMatch(source -> !source.precondition().isEmpty())) {
        top.problem(
            top.placeOf("precondition"),
            "a precondition stands at the artifact or at its sources, not at both");
      }
    }
    VqlText export = top.vql("export");
    checkQuery(export, true, problems);
    for (ArtifactSource source : sources) {
      checkQuery(source.precondition(), false, problems);
      checkQuery(source.query(), false, problems);
    }
    checkIgnored(top);
    List<String> references = new ArrayList<>(top.texts("reference"));
    references.addAll(top.texts("references"));
    return new Artifact(
        name,
        type,
        top.text("description").strip(),
        top.text("author"),
        references,
        top.texts("aliases"),
        parameters(top),
        precondition,
        sources,
        export,
        top.texts("imports"),
        columnTypes(top),
        top.texts("required_permissions"),
        top.text("impersonate"),
        definition);
  }

  private static ArtifactType type(YamlMap top) {
    String type = top.text("type");
    if (type.isEmpty()) {
      return ArtifactType.CLIENT;
    }
    Optional<ArtifactType> known = ArtifactType.named(type);
    if (known.isEmpty()) {
      top.problem(
          top.placeOf("type"),
          "unknown type \"" + type + "\": CLIENT, CLIENT_EVENT, SERVER, SERVER_EVENT, NOTEBOOK");
    }
    return known.orElse(ArtifactType.CLIENT);
  }

  private static List<ArtifactParameter> parameters(YamlMap top) {
    List<ArtifactParameter> parameters = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlMap map : top.maps("parameters", "a parameter", PARAMETER)) {
      String name = map.required("name");
      if (!name.isEmpty() && !PARAMETER_NAME.matcher(name).matches()) {
        map.problem(map.placeOf("name"), "parameter \"" + name + "\" is not a plain name");
      }
      if (!names.add(name)) {
        map.problem(map.placeOf("name"), "parameter \"" + name + "\" occurs twice");
      }
      parameters.add(
          new ArtifactParameter(
              name,
              map.text("type"),
              map.text("default"),
              map.text("description").strip(),
              map.text("friendly_name"),
              map.texts("choices"),
              map.text("validating_regex")));
    }
    return parameters;
  }

  private static List<ArtifactSource> sources(YamlMap top) {
    List<ArtifactSource> sources = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<YamlMap> maps = top.maps("sources", "a source", SOURCE);
    for (YamlMap map : maps) {
      String name = map.text("name");
      if (!names.add(name)) {
        map.problem(
            map.placeOf("name"),
            name.isEmpty()
                ? "an artifact with several sources must name them"
                : "source \"" + name + "\" occurs twice");
      }
      if (!name.isEmpty() && !SOURCE_NAME.matcher(name).matches()) {
        map.problem(
            map.placeOf("name"),
            "source \"" + name + "\" must be 1 to 64 letters, digits, spaces or _ . - ( )");
      }
      map.maps("notebook", "a notebook cell", CELL);
      VqlText query = map.vql("query");
      List<VqlText> queries = map.vqlList("queries");
      if (!queries.isEmpty()) {
        if (!query.isEmpty()) {
          map.problem(map.placeOf("queries"), "a source has \"query\" or \"queries\", not both");
        }
        query = joined(queries);
      }
      sources.add(
          new ArtifactSource(name, map.text("description"), map.vql("precondition"), query));
    }
    return sources;
  }

  private static VqlText joined(List<VqlText> queries) {
    VqlText first = queries.getFirst();
    StringBuilder text = new StringBuilder();
    queries.forEach(query -> text.append(query.text()).append('\n'));
    return new VqlText(text.toString(), first.line(), first.column(), first.furtherColumn());
  }

  private static List<ColumnType> columnTypes(YamlMap top) {
    List<ColumnType> types = new ArrayList<>();
    for (YamlMap map : top.maps("column_types", "a column type", COLUMN_TYPE)) {
      types.add(
          new ColumnType(
              map.required("name"),
              map.text("type").toLowerCase(Locale.ROOT),
              map.text("description")));
    }
    return types;
  }

  /// Keys whose content nothing reads yet are still checked for theirs.
  private static void checkIgnored(YamlMap top) {
    top.maps("tools", "a tool", TOOL);
    top.maps("reports", "a report", REPORT);
    if (top.map("resources", RESOURCES).isPresent()) {
      top.texts("implied_permissions");
    }
  }

  /// Syntax, and the shape that an artifact's query must have: LETs, then one SELECT.
  private static void checkQuery(VqlText query, boolean onlyLets, List<Problem> problems) {
    if (query.isEmpty()) {
      return;
    }
    ParseResult parsed = Vql.parse(query.text());
    parsed.issues().forEach(issue -> problems.add(problem(query, issue)));
    if (!parsed.isOk()) {
      return;
    }
    List<Statement> statements = parsed.statements();
    for (int i = 0; i < statements.size(); i++) {
      boolean isLet = statements.get(i) instanceof Statement.Let;
      boolean mustBeLet = onlyLets || i < statements.size() - 1;
      if (isLet != mustBeLet) {
        problems.add(
            new Problem(
                query.lineOf(lineAt(query.text(), statements.get(i).start())),
                query.furtherColumn(),
                1,
                "error",
                onlyLets
                    ? "only LET statements can be exported"
                    : isLet
                        ? "the last statement of a query must give rows, not be a LET"
                        : "only the last statement of a query may give rows",
                null));
      }
    }
  }

  private static int lineAt(String text, int offset) {
    return 1
        + (int)
            text.substring(0, Math.min(offset, text.length()))
                .chars()
                .filter(c -> c == '\n')
                .count();
  }

  private static Problem problem(VqlText query, Issue issue) {
    String fix = issue.fix() == null ? null : issue.fix().toString();
    return new Problem(
        query.lineOf(issue.line()),
        query.columnOf(issue.line(), issue.column()),
        issue.length(),
        issue.severity() == Severity.ERROR ? "error" : "warning",
        issue.message(),
        fix);
  }
}
