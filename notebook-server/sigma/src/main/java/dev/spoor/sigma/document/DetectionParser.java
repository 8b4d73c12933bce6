package dev.spoor.sigma.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The part of a rule or filter that says what is looked for.
final class DetectionParser {
  private static final int MAX_DEPTH = 16;

  /// Search identifiers and the condition over them.
  record Parsed(Map<String, Detection> detections, Condition condition) {}

  private DetectionParser() {}

  /// @param others keys beside the search identifiers that are not one
  static Parsed parse(YamlNode.Mapping mapping, Set<String> others) {
    Map<String, Detection> detections = new LinkedHashMap<>();
    for (YamlNode.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      if (!key.equals("condition") && !key.equals("timeframe") && !others.contains(key)) {
        detections.put(key, detection(entry.value(), key, 0));
      }
    }
    YamlNode condition = mapping.find("condition");
    if (condition == null) {
      throw new SigmaException("there is no condition", mapping.place());
    }
    if (detections.isEmpty()) {
      throw new SigmaException(
          "there is nothing to look for beside the condition", mapping.place());
    }
    return new Parsed(detections, condition(condition, detections));
  }

  private static Condition condition(YamlNode node, Map<String, Detection> detections) {
    switch (node) {
      case YamlNode.Scalar scalar -> {
        return ConditionParser.parse(scalar, detections.keySet());
      }
      case YamlNode.Sequence sequence when !sequence.items().isEmpty() -> {
        List<Condition> parts = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
          if (!(item instanceof YamlNode.Scalar scalar)) {
            throw new SigmaException("a condition must be text", item.place());
          }
          parts.add(ConditionParser.parse(scalar, detections.keySet()));
        }
        return parts.size() == 1 ? parts.getFirst() : new Condition.Or(parts, sequence.place());
      }
      default -> throw new SigmaException("the condition must be text", node.place());
    }
  }

  private static Detection detection(YamlNode node, String name, int depth) {
    if (depth > MAX_DEPTH) {
      throw new SigmaException("\"" + name + "\" is nested deeper than " + MAX_DEPTH, node.place());
    }
    return switch (node) {
      case YamlNode.Mapping mapping -> {
        if (mapping.entries().isEmpty()) {
          throw new SigmaException("\"" + name + "\" is empty", mapping.place());
        }
        List<Detection> items = new ArrayList<>();
        for (YamlNode.Entry entry : mapping.entries()) {
          items.add(item(entry));
        }
        yield items.size() == 1 ? items.getFirst() : new Detection.AllOf(items, mapping.place());
      }
      case YamlNode.Sequence sequence -> list(sequence, name, depth);
      case YamlNode.Scalar scalar -> {
        if (scalar.isNull()) {
          throw new SigmaException("\"" + name + "\" is empty", scalar.place());
        }
        yield new Detection.Test(null, List.of(), List.of(value(scalar)), scalar.place());
      }
    };
  }

  /// A list of keywords, of alternatives, or of both.
  private static Detection list(YamlNode.Sequence sequence, String name, int depth) {
    if (sequence.items().isEmpty()) {
      throw new SigmaException("\"" + name + "\" is empty", sequence.place());
    }
    List<SigmaValue> keywords = new ArrayList<>();
    List<Detection> items = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      if (item instanceof YamlNode.Scalar scalar) {
        keywords.add(value(scalar));
      } else {
        items.add(detection(item, name, depth + 1));
      }
    }
    if (!keywords.isEmpty()) {
      items.add(new Detection.Test(null, List.of(), keywords, sequence.place()));
    }
    return items.size() == 1 ? items.getFirst() : new Detection.AnyOf(items, sequence.place());
  }

  private static Detection item(YamlNode.Entry entry) {
    String key = entry.key().text();
    Place place = entry.key().place();
    int bar = key.indexOf('|');
    String field = bar < 0 ? key : key.substring(0, bar);
    List<Modifier> modifiers = bar < 0 ? List.of() : modifiers(entry.key(), bar + 1);
    List<SigmaValue> values = values(entry.value(), key);
    if (modifiers.contains(Modifier.ALL) && values.size() < 2) {
      throw new SigmaException(
          "\"" + key + "\": the modifier all needs more than one value", place);
    }
    return new Detection.Test(field.isEmpty() ? null : field, modifiers, values, place);
  }

  private static List<Modifier> modifiers(YamlNode.Scalar key, int from) {
    String text = key.text();
    List<Modifier> modifiers = new ArrayList<>();
    int start = from;
    while (start <= text.length()) {
      int end = text.indexOf('|', start);
      String name = text.substring(start, end < 0 ? text.length() : end);
      Modifier modifier = Modifier.of(name);
      if (modifier == null) {
        throw new SigmaException("unknown modifier \"" + name + "\"", key.at(start));
      }
      if (modifiers.contains(modifier)) {
        throw new SigmaException("the modifier " + name + " stands twice", key.at(start));
      }
      modifiers.add(modifier);
      start = end < 0 ? text.length() + 1 : end + 1;
    }
    return modifiers;
  }

  private static List<SigmaValue> values(YamlNode node, String key) {
    return switch (node) {
      case YamlNode.Scalar scalar -> List.of(value(scalar));
      case YamlNode.Sequence sequence -> {
        if (sequence.items().isEmpty()) {
          throw new SigmaException("\"" + key + "\" has no values", sequence.place());
        }
        List<SigmaValue> values = new ArrayList<>(sequence.items().size());
        for (YamlNode item : sequence.items()) {
          if (!(item instanceof YamlNode.Scalar scalar)) {
            throw new SigmaException("a value of \"" + key + "\" must be a scalar", item.place());
          }
          values.add(value(scalar));
        }
        yield values;
      }
      case YamlNode.Mapping mapping ->
          throw new SigmaException(
              "\"" + key + "\" holds a mapping: a field has values", mapping.place());
    };
  }

  private static SigmaValue value(YamlNode.Scalar scalar) {
    Place place = scalar.place();
    if (scalar.isNull()) {
      return new SigmaValue.Null(place);
    }
    if (scalar.isTrue() || scalar.isFalse()) {
      return new SigmaValue.Bool(scalar.isTrue(), place);
    }
    Double number = scalar.plain() ? number(scalar.text()) : null;
    return number == null
        ? new SigmaValue.Text(scalar.text(), place)
        : new SigmaValue.Number(scalar.text(), number, place);
  }

  /// A decimal number; everything else that is written without quotes is text.
  static @Nullable Double number(String text) {
    boolean digits = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      digits |= c >= '0' && c <= '9';
      boolean sign = (c == '-' || c == '+') && (i == 0 || isExponent(text.charAt(i - 1)));
      if (!(c >= '0' && c <= '9') && c != '.' && !sign && !(isExponent(c) && digits)) {
        return null;
      }
    }
    if (!digits || text.length() > 40) {
      return null;
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isExponent(char c) {
    return c == 'e' || c == 'E';
  }
}
