package dev.spoor.sigma.document;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A YAML document to a rule, a correlation or a filter.
public final class DocumentParser {
  private static final Set<String> LEVELS =
      Set.of("informational", "low", "medium", "high", "critical");

  private DocumentParser() {}

  /// Throws {@link SigmaException} for what is not a whole document of Sigma 2.1.
  ///
  /// @param file where it comes from, for messages
  public static SigmaDocument parse(YamlNode node, String file) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      throw new SigmaException("a rule is a mapping of keys to values", node.place());
    }
    if (mapping.find("action") != null) {
      throw new SigmaException(
          "\"action\" is of Sigma 1: write whole documents", place(mapping, "action"));
    }
    if (mapping.find("correlation") != null) {
      return CorrelationParser.parse(mapping, header(mapping, file));
    }
    if (mapping.find("filter") != null) {
      return filter(mapping, file);
    }
    Header header = header(mapping, file);
    LogSource logSource = logSource(mapping);
    DetectionParser.Parsed parsed = DetectionParser.parse(section(mapping, "detection"), Set.of());
    return new SigmaDocument.Rule(
        header, logSource, parsed.detections(), parsed.condition(), mapping);
  }

  private static SigmaDocument filter(YamlNode.Mapping mapping, String file) {
    YamlNode.Mapping section = section(mapping, "filter");
    DetectionParser.Parsed parsed = DetectionParser.parse(section, Set.of("rules"));
    List<SigmaDocument.Reference> rules = references(section);
    boolean any = rules.size() == 1 && rules.getFirst().text().equals("any");
    return new SigmaDocument.Filter(
        header(mapping, file),
        logSource(mapping),
        any ? List.of() : rules,
        parsed.detections(),
        parsed.condition());
  }

  static List<SigmaDocument.Reference> references(YamlNode.Mapping section) {
    List<SigmaDocument.Reference> rules =
        section.scalars("rules").stream()
            .map(rule -> new SigmaDocument.Reference(rule.text(), rule.place()))
            .toList();
    if (rules.isEmpty()) {
      throw new SigmaException("\"rules\" names no rule", place(section, "rules"));
    }
    return rules;
  }

  static YamlNode.Mapping section(YamlNode.Mapping mapping, String key) {
    YamlNode node = mapping.find(key);
    if (node instanceof YamlNode.Mapping section) {
      return section;
    }
    throw new SigmaException(
        node == null ? "the rule has no \"" + key + "\"" : "\"" + key + "\" must be a mapping",
        place(mapping, key));
  }

  static Place place(YamlNode.Mapping mapping, String key) {
    YamlNode.Entry entry = mapping.entry(key);
    return entry == null ? mapping.place() : entry.key().place();
  }

  private static LogSource logSource(YamlNode.Mapping mapping) {
    YamlNode.Mapping section = section(mapping, "logsource");
    LogSource source =
        new LogSource(section.text("product"), section.text("category"), section.text("service"));
    if (source.product() == null && source.category() == null && source.service() == null) {
      throw new SigmaException(
          "\"logsource\" names neither a product, nor a category, nor a service", section.place());
    }
    return source;
  }

  private static Header header(YamlNode.Mapping mapping, String file) {
    String title = mapping.text("title");
    if (title == null || title.isBlank()) {
      throw new SigmaException("the rule has no \"title\"", place(mapping, "title"));
    }
    String level = mapping.text("level");
    if (level != null && !LEVELS.contains(level)) {
      throw new SigmaException(
          "level \"" + level + "\": known are informational, low, medium, high, critical",
          place(mapping, "level"));
    }
    String name = mapping.text("name");
    String id = mapping.text("id");
    return new Header(
        id != null ? id : name != null ? name : title,
        title,
        name,
        level,
        mapping.text("status"),
        mapping.text("description"),
        lenient(mapping, "author"),
        texts(mapping, "tags"),
        texts(mapping, "references"),
        texts(mapping, "falsepositives"),
        file,
        mapping.place());
  }

  private static @Nullable String lenient(YamlNode.Mapping mapping, String key) {
    List<String> texts = texts(mapping, key);
    return texts.isEmpty() ? null : String.join(", ", texts);
  }

  /// What only describes a rule does not make it unusable.
  private static List<String> texts(YamlNode.Mapping mapping, String key) {
    return switch (mapping.find(key)) {
      case YamlNode.Scalar scalar when !scalar.isNull() -> List.of(scalar.text());
      case YamlNode.Sequence sequence ->
          sequence.items().stream()
              .filter(item -> item instanceof YamlNode.Scalar)
              .map(item -> ((YamlNode.Scalar) item).text())
              .toList();
      case null, default -> List.of();
    };
  }
}
