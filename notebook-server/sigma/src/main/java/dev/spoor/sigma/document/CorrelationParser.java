package dev.spoor.sigma.document;

import dev.spoor.sigma.document.SigmaDocument.Correlation;
import dev.spoor.sigma.document.SigmaDocument.CorrelationCondition;
import dev.spoor.sigma.document.SigmaDocument.CorrelationType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A document with a `correlation`.
final class CorrelationParser {
  private static final Set<String> KEYS =
      Set.of(
          "type", "rules", "group-by", "timespan", "timeframe", "aliases", "condition", "generate");
  private static final Set<String> BOUNDS = Set.of("gt", "gte", "lt", "lte", "eq", "neq");

  private CorrelationParser() {}

  static Correlation parse(YamlNode.Mapping document, Header header) {
    YamlNode.Mapping section = DocumentParser.section(document, "correlation");
    for (YamlNode.Entry entry : section.entries()) {
      if (!KEYS.contains(entry.key().text())) {
        throw new SigmaException(
            "unknown key \"" + entry.key().text() + "\" in \"correlation\"", entry.key().place());
      }
    }
    CorrelationType type = type(section);
    List<SigmaDocument.Reference> rules = DocumentParser.references(section);
    return new Correlation(
        header,
        type,
        rules,
        section.scalars("group-by").stream().map(YamlNode.Scalar::text).toList(),
        timespan(section),
        aliases(section, rules),
        condition(section, type),
        flag(section, "generate") || flag(document, "generate"));
  }

  private static CorrelationType type(YamlNode.Mapping section) {
    String text = section.text("type");
    if (text == null) {
      throw new SigmaException("the correlation has no \"type\"", section.place());
    }
    for (CorrelationType type : CorrelationType.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(text)) {
        return type;
      }
    }
    throw new SigmaException(
        "unknown correlation type \"" + text + "\"", DocumentParser.place(section, "type"));
  }

  private static Duration timespan(YamlNode.Mapping section) {
    String key = section.find("timespan") == null ? "timeframe" : "timespan";
    String text = section.text(key);
    if (text == null) {
      throw new SigmaException("the correlation has no \"timespan\"", section.place());
    }
    Place place = DocumentParser.place(section, key);
    int unitAt = text.length() - 1;
    String digits = unitAt < 1 ? "" : text.substring(0, unitAt);
    if (!digits.isEmpty() && digits.length() < 8 && digits.chars().allMatch(Character::isDigit)) {
      long number = Long.parseLong(digits);
      Duration span =
          switch (text.charAt(unitAt)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            case 'd' -> Duration.ofDays(number);
            default -> Duration.ZERO;
          };
      if (span.isPositive() && span.compareTo(Duration.ofDays(3660)) <= 0) {
        return span;
      }
    }
    throw new SigmaException(
        "timespan \"" + text + "\": a number and one of s, m, h, d, such as 5m", place);
  }

  private static boolean flag(YamlNode.Mapping mapping, String key) {
    YamlNode node = mapping.find(key);
    if (node == null) {
      return false;
    }
    if (node instanceof YamlNode.Scalar scalar && (scalar.isTrue() || scalar.isFalse())) {
      return scalar.isTrue();
    }
    throw new SigmaException("\"" + key + "\" is true or false", node.place());
  }

  private static Map<String, Map<String, String>> aliases(
      YamlNode.Mapping section, List<SigmaDocument.Reference> rules) {
    if (section.find("aliases") == null) {
      return Map.of();
    }
    Map<String, Map<String, String>> aliases = new LinkedHashMap<>();
    for (YamlNode.Entry alias : DocumentParser.section(section, "aliases").entries()) {
      if (!(alias.value() instanceof YamlNode.Mapping fields)) {
        throw new SigmaException(
            "alias \"" + alias.key().text() + "\" must map rules to fields", alias.value().place());
      }
      Map<String, String> byRule = new LinkedHashMap<>();
      for (YamlNode.Entry field : fields.entries()) {
        String rule = field.key().text();
        if (rules.stream().noneMatch(r -> r.text().equals(rule))) {
          throw new SigmaException(
              "alias \""
                  + alias.key().text()
                  + "\" names the rule \""
                  + rule
                  + "\", which \"rules\" does not",
              field.key().place());
        }
        String name = fields.text(rule);
        if (name == null) {
          throw new SigmaException("an alias needs a field name", field.value().place());
        }
        byRule.put(rule, name);
      }
      aliases.put(alias.key().text(), Map.copyOf(byRule));
    }
    return aliases;
  }

  private static CorrelationCondition condition(YamlNode.Mapping section, CorrelationType type) {
    if (section.find("condition") == null) {
      if (type.isTemporal()) {
        return new CorrelationCondition(null, null, null, null, null, null, List.of(), 0);
      }
      throw new SigmaException("the correlation has no \"condition\"", section.place());
    }
    YamlNode.Mapping mapping = DocumentParser.section(section, "condition");
    List<String> fields = new ArrayList<>();
    double percentile = 50;
    boolean bounded = false;
    for (YamlNode.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      if (BOUNDS.contains(key)) {
        bounded = true;
      } else if (key.equals("field")) {
        mapping.scalars("field").forEach(field -> fields.add(field.text()));
      } else if (key.equals("percentile")) {
        Double value = number(mapping, key);
        percentile = value == null ? percentile : value;
        if (percentile <= 0 || percentile > 100) {
          throw new SigmaException(
              "percentile is more than 0 and at most 100", entry.value().place());
        }
      } else {
        throw new SigmaException(
            "unknown key \"" + key + "\" in the condition", entry.key().place());
      }
    }
    if (!bounded) {
      throw new SigmaException(
          "the condition has none of gt, gte, lt, lte, eq, neq", mapping.place());
    }
    if (type.needsField() && fields.isEmpty()) {
      throw new SigmaException("the condition needs a \"field\"", mapping.place());
    }
    return new CorrelationCondition(
        number(mapping, "gt"),
        number(mapping, "gte"),
        number(mapping, "lt"),
        number(mapping, "lte"),
        number(mapping, "eq"),
        number(mapping, "neq"),
        fields,
        percentile);
  }

  private static @Nullable Double number(YamlNode.Mapping mapping, String key) {
    String text = mapping.text(key);
    if (text == null) {
      return null;
    }
    Double number = DetectionParser.number(text);
    if (number == null) {
      throw new SigmaException(
          "\"" + key + "\" must be a number, not \"" + text + "\"",
          DocumentParser.place(mapping, key));
    }
    return number;
  }
}
