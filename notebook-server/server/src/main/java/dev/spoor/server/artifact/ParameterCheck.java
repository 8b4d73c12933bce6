package dev.spoor.server.artifact;

import dev.spoor.vql.regex.Regex;
import dev.spoor.vql.regex.RegexException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.json.JsonMapper;

/// Looks at parameters before anything runs: would each text become a value of its type? All
/// problems at once, each with its place.
public final class ParameterCheck {
  private static final int LONGEST = 1 << 20;
  private static final Pattern INT = Pattern.compile("[+-]?(0[xX][0-9a-fA-F]{1,16}|[0-9]{1,18})");
  private static final Pattern EPOCH = Pattern.compile("[+-]?[0-9]{1,19}(\\.[0-9]{1,9})?");
  private static final Set<String> BOOLS = Set.of("", "Y", "N", "YES", "NO", "TRUE", "FALSE", "OK");
  private static final JsonMapper JSON = JsonMapper.shared();

  private ParameterCheck() {}

  /// What is wrong with these parameters; those that are not given have their defaults, which are
  /// the definition's matter.
  public static List<ParameterIssue> check(Artifact artifact, Map<String, String> given) {
    List<ParameterIssue> issues = new ArrayList<>();
    for (ArtifactParameter parameter : artifact.parameters()) {
      String value = given.get(parameter.name());
      if (value != null) {
        issues.addAll(check(parameter, value));
      }
    }
    for (Map.Entry<String, String> entry : given.entrySet()) {
      if (artifact.parameter(entry.getKey()).isEmpty()) {
        issues.add(
            ParameterIssue.whole(
                entry.getKey(),
                entry.getValue(),
                artifact.name() + " has no parameter \"" + entry.getKey() + "\""));
      }
    }
    return issues;
  }

  /// What is wrong with one value; empty when nothing is.
  public static List<ParameterIssue> check(ArtifactParameter parameter, String value) {
    String name = parameter.name();
    if (value.length() > LONGEST) {
      return List.of(ParameterIssue.at(name, value, LONGEST, 0, "is longer than 1 MiB of text"));
    }
    if (value.equals(parameter.defaultValue())) {
      return List.of();
    }
    List<ParameterIssue> issues = new ArrayList<>(byType(parameter, value));
    if (issues.isEmpty() && !parameter.validatingRegex().isEmpty()) {
      pattern(parameter.validatingRegex())
          .filter(rule -> !rule.pattern().matcher(value).find())
          .ifPresent(
              rule ->
                  issues.add(
                      ParameterIssue.whole(
                          name, value, "must match " + parameter.validatingRegex())));
    }
    return issues;
  }

  private static Optional<Regex> pattern(String text) {
    try {
      return Optional.of(Regex.of(text, false));
    } catch (RegexException e) {
      // the definition's fault; it shall not stop whoever uses it
      return Optional.empty();
    }
  }

  private static List<ParameterIssue> byType(ArtifactParameter parameter, String value) {
    String name = parameter.name();
    String typeName = parameter.typeName().toLowerCase(Locale.ROOT);
    return switch (parameter.type()) {
      case TEXT -> choice(parameter, value);
      case REGEX -> typeName.equals("yara") ? List.of() : regex(name, value);
      case INT ->
          INT.matcher(value.strip()).matches()
              ? List.of()
              : whole(name, value, "is no whole number");
      case FLOAT -> isNumber(value) ? List.of() : whole(name, value, "is no number");
      case BOOL ->
          BOOLS.contains(value.strip().toUpperCase(Locale.ROOT))
              ? List.of()
              : whole(name, value, "is neither yes nor no: write Y or N");
      case TIMESTAMP ->
          isTime(value)
              ? List.of()
              : whole(name, value, "is no time: write 2026-11-24T09:00:00Z or seconds since 1970");
      case CSV -> CsvCheck.check(name, value);
      case JSON -> json(name, value);
      case JSON_ARRAY -> array(parameter, typeName, value);
      case XML -> xml(name, value);
      case YAML -> yaml(name, value);
    };
  }

  private static List<ParameterIssue> whole(String name, String value, String message) {
    return List.of(ParameterIssue.whole(name, value, message));
  }

  private static List<ParameterIssue> choice(ArtifactParameter parameter, String value) {
    return parameter.choices().isEmpty() || parameter.choices().contains(value)
        ? List.of()
        : whole(parameter.name(), value, "is one of " + String.join(", ", parameter.choices()));
  }

  private static List<ParameterIssue> regex(String name, String value) {
    return regexFault(value)
        .map(
            fault ->
                List.of(
                    ParameterIssue.at(
                        name,
                        value,
                        fault.position(),
                        0,
                        "is not a regular expression: " + reason(fault))))
        .orElse(List.of());
  }

  private static Optional<RegexException> regexFault(String value) {
    try {
      var unused = Regex.of(value);
      return Optional.empty();
    } catch (RegexException e) {
      return Optional.of(e);
    }
  }

  /// The message without its own telling of the place.
  static String reason(RegexException fault) {
    String message = fault.getMessage() == null ? "" : fault.getMessage();
    return message.replaceFirst("(?s) at [0-9]+(: .*)?$", "");
  }

  private static boolean isNumber(String value) {
    try {
      return Double.isFinite(Double.parseDouble(value.strip()));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isTime(String value) {
    String text = value.strip();
    return text.isEmpty()
        || EPOCH.matcher(text).matches()
        || dev.spoor.vql.value.TimeText.parse(text) != null;
  }

  private static List<ParameterIssue> json(String name, String value) {
    if (value.isBlank()) {
      return List.of();
    }
    try {
      var unused = JSON.readTree(value);
      return List.of();
    } catch (JacksonException e) {
      return List.of(jsonIssue(name, value, e));
    }
  }

  private static ParameterIssue jsonIssue(String name, String value, JacksonException fault) {
    TokenStreamLocation at = fault.getLocation();
    String message = "is not JSON: " + firstLine(fault.getOriginalMessage());
    return at == null || at.getLineNr() < 1
        ? ParameterIssue.whole(name, value, message)
        : new ParameterIssue(name, at.getLineNr(), Math.max(1, at.getColumnNr()), 1, message);
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    // the library says where in its own words; the place is told beside
    return line.replaceFirst(" \\((for (ARRAY|OBJECT|ROOT)|start marker at) .*$", "").strip();
  }

  /// An array; of regular expressions or of choices where the type says so.
  private static List<ParameterIssue> array(
      ArtifactParameter parameter, String typeName, String value) {
    String name = parameter.name();
    if (value.isBlank()) {
      return List.of();
    }
    if (!value.strip().startsWith("[")) {
      return whole(name, value, "is not a JSON array: write it in brackets, such as [3,10]");
    }
    List<ParameterIssue> issues = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(value)) {
      parser.nextToken();
      while (true) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.END_ARRAY || token == null) {
          break;
        }
        element(parameter, typeName, parser, issues);
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        issues.add(issue(name, parser, 1, "something follows the array"));
      }
    } catch (JacksonException e) {
      issues.add(jsonIssue(name, value, e));
    }
    return issues;
  }

  private static void element(
      ArtifactParameter parameter,
      String typeName,
      JsonParser parser,
      List<ParameterIssue> issues) {
    boolean isText = parser.currentToken() == JsonToken.VALUE_STRING;
    String text = isText ? parser.getString() : "";
    int length = isText ? text.length() + 2 : 1;
    if (typeName.equals("regex_array")) {
      if (!isText) {
        issues.add(issue(parameter.name(), parser, length, "is not a text in quotes"));
      } else {
        regexFault(text)
            .ifPresent(
                fault ->
                    issues.add(
                        issue(
                            parameter.name(),
                            parser,
                            length,
                            "is not a regular expression: " + reason(fault))));
      }
    } else if (typeName.equals("multichoice")
        && !parameter.choices().isEmpty()
        && !parameter.choices().contains(text)) {
      issues.add(
          issue(
              parameter.name(),
              parser,
              length,
              "is one of " + String.join(", ", parameter.choices())));
    }
  }

  private static ParameterIssue issue(String name, JsonParser parser, int length, String message) {
    TokenStreamLocation at = parser.currentTokenLocation();
    return new ParameterIssue(
        name, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), length, message);
  }

  private static List<ParameterIssue> xml(String name, String value) {
    if (value.isBlank()) {
      return List.of();
    }
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(value));
      while (reader.hasNext()) {
        reader.next();
      }
      reader.close();
      return List.of();
    } catch (XMLStreamException e) {
      var at = e.getLocation();
      String message = e.getMessage() == null ? "" : e.getMessage();
      int start = message.indexOf("Message: ");
      String why = start < 0 ? "" : ": " + firstLine(message.substring(start + 9));
      return List.of(
          at == null
              ? ParameterIssue.whole(name, value, "is not XML" + why)
              : new ParameterIssue(
                  name,
                  Math.max(1, at.getLineNumber()),
                  Math.max(1, at.getColumnNumber()),
                  0,
                  "is not XML" + why));
    }
  }

  private static List<ParameterIssue> yaml(String name, String value) {
    try {
      // one buffer for all: the reader fails where one ends inside of a surrogate pair
      LoadSettings settings = LoadSettings.builder().setBufferSize(value.length() + 16).build();
      var unused = new Load(settings).loadFromString(value);
      return List.of();
    } catch (MarkedYamlEngineException e) {
      return e.getProblemMark()
          .map(
              mark ->
                  List.of(
                      new ParameterIssue(
                          name,
                          mark.getLine() + 1,
                          mark.getColumn() + 1,
                          0,
                          "is not YAML: " + e.getProblem())))
          .orElse(whole(name, value, "is not YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      return whole(name, value, "is not YAML");
    }
  }
}
