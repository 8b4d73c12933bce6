package dev.spoor.server.proof;

import dev.spoor.sigma.document.SigmaException;
import dev.spoor.sigma.document.YamlNode;
import dev.spoor.sigma.document.YamlReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A `*.test.yaml`: a detection and its tests. Read strictly: a key that is not known, or a value
/// of the wrong kind, is an error with its place. `detection-test.schema.json` says the same to
/// editors.
///
/// @param detection what is tested, for people
public record TestFile(String detection, List<TestCase> tests) {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MOST_TESTS = 1000;
  private static final Set<String> TOP =
      Set.of("detection", "sigma", "sigma_file", "vql", "title", "parameters", "then", "tests");
  private static final Set<String> TEST =
      Set.of("name", "parameters", "recording", "events", "expect", "within", "then");
  private static final Set<String> EXPECT =
      Set.of("rows", "delivered", "match", "where", "near_misses", "deliveries", "alerts");

  public TestFile {
    tests = List.copyOf(tests);
  }

  /// Reads a text; a [SigmaException] says what is wrong and where.
  ///
  /// @param texts the text of a file that lies beside
  public static TestFile read(String yaml, UnaryOperator<String> texts) {
    List<YamlNode> documents = YamlReader.read(yaml);
    if (documents.size() != 1) {
      throw new SigmaException(
          "a test file is one YAML document, this has " + documents.size(),
          dev.spoor.sigma.document.Place.START);
    }
    YamlNode.Mapping top = mapping(documents.getFirst(), "a test file", TOP);
    Subject subject = subject(top, texts);
    List<Subject.OfArtifact> then = then(top);
    YamlNode listed = top.find("tests");
    if (!(listed instanceof YamlNode.Sequence items) || items.items().isEmpty()) {
      throw new SigmaException("\"tests\" must be a list of tests", at(listed, top));
    }
    if (items.items().size() > MOST_TESTS) {
      throw new SigmaException("more than " + MOST_TESTS + " tests in a file", items.place());
    }
    List<TestCase> tests = new ArrayList<>();
    for (YamlNode item : items.items()) {
      tests.add(test(mapping(item, "a test", TEST), subject, then));
    }
    return new TestFile(subject.title(), tests);
  }

  private static dev.spoor.sigma.document.Place at(@Nullable YamlNode node, YamlNode otherwise) {
    return node == null ? otherwise.place() : node.place();
  }

  private static Subject subject(YamlNode.Mapping top, UnaryOperator<String> texts) {
    String artifact = top.text("detection");
    String sigma = top.text("sigma");
    String file = top.text("sigma_file");
    String vql = top.text("vql");
    String title = top.text("title");
    int given =
        (artifact == null ? 0 : 1)
            + (sigma == null ? 0 : 1)
            + (file == null ? 0 : 1)
            + (vql == null ? 0 : 1);
    if (given != 1) {
      throw new SigmaException(
          "give one of detection (the name of an artifact), sigma, sigma_file and vql",
          top.place());
    }
    if (artifact != null) {
      return new Subject.OfArtifact(artifact, parameters(top));
    }
    if (vql != null) {
      return new Subject.OfVql(title == null ? "the query" : title, vql);
    }
    String rule = file == null ? String.valueOf(sigma) : texts.apply(file);
    return new Subject.OfSigma(title == null ? (file == null ? "the rule" : file) : title, rule);
  }

  private static List<Subject.OfArtifact> then(YamlNode.Mapping map) {
    YamlNode node = map.find("then");
    List<Subject.OfArtifact> then = new ArrayList<>();
    if (node == null) {
      return then;
    }
    if (!(node instanceof YamlNode.Sequence items)) {
      throw new SigmaException("\"then\" must be a list", node.place());
    }
    for (YamlNode item : items.items()) {
      YamlNode.Mapping one = mapping(item, "an item of \"then\"", Set.of("artifact", "parameters"));
      then.add(new Subject.OfArtifact(required(one, "artifact"), parameters(one)));
    }
    return then;
  }

  private static TestCase test(
      YamlNode.Mapping test, Subject subject, List<Subject.OfArtifact> then) {
    String recording = test.text("recording");
    String events = test.text("events");
    if ((recording == null) == (events == null)) {
      throw new SigmaException("give either recording or events", test.place());
    }
    Subject own = subject;
    if (test.find("parameters") != null) {
      if (!(subject instanceof Subject.OfArtifact artifact)) {
        throw new SigmaException("only an artifact has parameters", test.place());
      }
      Map<String, String> merged = new LinkedHashMap<>(artifact.parameters());
      merged.putAll(parameters(test));
      own = new Subject.OfArtifact(artifact.name(), merged);
    }
    YamlNode expected = test.find("expect");
    if (expected == null) {
      throw new SigmaException("the test expects nothing: give expect", test.place());
    }
    String within = test.text("within");
    Duration limit = LIMIT;
    if (within != null) {
      YamlNode node = test.find("within");
      limit = Duration.ofSeconds(number(node == null ? test : node));
    }
    return new TestCase(
        required(test, "name"),
        own,
        test.find("then") == null ? then : then(test),
        recording == null ? "" : recording,
        events == null ? "" : events,
        expectation(mapping(expected, "\"expect\"", EXPECT)),
        limit,
        test.place().line());
  }

  private static TestCase.Expectation expectation(YamlNode.Mapping expect) {
    List<Map<String, String>> match = new ArrayList<>();
    for (YamlNode item : items(expect, "match")) {
      match.add(texts(item));
    }
    List<TestCase.ExpectedMiss> near = new ArrayList<>();
    for (YamlNode item : items(expect, "near_misses")) {
      YamlNode.Mapping one = mapping(item, "a near miss", Set.of("condition", "rows"));
      TestCase.Range rows = range(one, "rows");
      near.add(
          new TestCase.ExpectedMiss(
              required(one, "condition"), rows == null ? TestCase.Range.SOME : rows));
    }
    TestCase.Range rows = range(expect, "rows");
    String where = expect.text("where");
    if (rows == null && match.isEmpty()) {
      throw new SigmaException("expect says neither rows nor match", expect.place());
    }
    TestCase.Range delivered = range(expect, "delivered");
    return new TestCase.Expectation(
        rows,
        delivered == null ? TestCase.Range.SOME : delivered,
        match,
        where == null ? "" : where,
        near,
        range(expect, "deliveries"),
        range(expect, "alerts"));
  }

  private static List<YamlNode> items(YamlNode.Mapping map, String key) {
    YamlNode node = map.find(key);
    if (node == null) {
      return List.of();
    }
    if (node instanceof YamlNode.Sequence items) {
      return items.items();
    }
    throw new SigmaException("\"" + key + "\" must be a list", node.place());
  }

  private static TestCase.@Nullable Range range(YamlNode.Mapping map, String key) {
    YamlNode node = map.find(key);
    return switch (node) {
      case null -> null;
      case YamlNode.Scalar scalar -> TestCase.Range.exactly(number(scalar));
      case YamlNode.Mapping bounds -> {
        mapping(bounds, "\"" + key + "\"", Set.of("min", "max"));
        YamlNode min = bounds.find("min");
        YamlNode max = bounds.find("max");
        yield new TestCase.Range(
            min == null ? 0 : number(min), max == null ? Long.MAX_VALUE : number(max));
      }
      case YamlNode.Sequence sequence ->
          throw new SigmaException(
              "\"" + key + "\" must be a number, or min and max", sequence.place());
    };
  }

  private static long number(YamlNode node) {
    if (node instanceof YamlNode.Scalar scalar) {
      try {
        long number = Long.parseLong(scalar.text());
        if (number >= 0) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw new SigmaException("not a number: " + scalar.text(), scalar.place());
      }
    }
    throw new SigmaException("must be a number that is not negative", node.place());
  }

  private static Map<String, String> parameters(YamlNode.Mapping map) {
    YamlNode node = map.find("parameters");
    return node == null ? Map.of() : texts(node);
  }

  private static Map<String, String> texts(YamlNode node) {
    if (!(node instanceof YamlNode.Mapping map)) {
      throw new SigmaException("must be a mapping of names to texts", node.place());
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (YamlNode.Entry entry : map.entries()) {
      if (!(entry.value() instanceof YamlNode.Scalar value)) {
        throw new SigmaException(
            "\"" + entry.key().text() + "\" must be text", entry.value().place());
      }
      texts.put(entry.key().text(), value.text());
    }
    return texts;
  }

  private static String required(YamlNode.Mapping map, String key) {
    String text = map.text(key);
    if (text == null || text.isBlank()) {
      throw new SigmaException("\"" + key + "\" is missing", map.place());
    }
    return text;
  }

  private static YamlNode.Mapping mapping(YamlNode node, String what, Set<String> known) {
    if (!(node instanceof YamlNode.Mapping map)) {
      throw new SigmaException(what + " must be a mapping of keys to values", node.place());
    }
    for (YamlNode.Entry entry : map.entries()) {
      if (!known.contains(entry.key().text())) {
        throw new SigmaException(
            "unknown key \""
                + entry.key().text()
                + "\" in "
                + what
                + "; known: "
                + known.stream().sorted().toList(),
            entry.key().place());
      }
    }
    return map;
  }
}
