package dev.spoor.server.artifact;

import dev.spoor.server.error.SpoorException.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One mapping of a YAML text, read key by key. Whatever is wrong becomes a problem with its place;
/// reading goes on.
final class YamlMap {
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final String what;
  private final Node node;
  private final List<String> lines;
  private final List<Problem> problems;

  YamlMap(Node node, String what, Set<String> known, List<String> lines, List<Problem> problems) {
    this.what = what;
    this.node = node;
    this.lines = lines;
    this.problems = problems;
    if (!(node instanceof MappingNode mapping)) {
      problem(node, what + " must be a mapping of keys to values");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problem(tuple.getKeyNode(), "a key of " + what + " must be text");
        continue;
      }
      String name = key.getValue();
      if (!known.contains(name)) {
        unknownKey(key, name, known);
      } else if (values.put(name, tuple.getValueNode()) != null) {
        problem(key, "key \"" + name + "\" occurs twice in " + what);
      }
    }
  }

  private void unknownKey(Node key, String name, Set<String> known) {
    String near = Nearest.of(name, known);
    problems.add(
        new Problem(
            line(key),
            column(key),
            name.length(),
            "error",
            "unknown key \"" + name + "\" in " + what,
            near));
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /// The place of a key's value, or of the mapping when it is missing.
  Node placeOf(String key) {
    Node value = values.get(key);
    return value == null ? node : value;
  }

  String text(String key) {
    Node value = values.get(key);
    return value == null ? "" : scalar(value, "\"" + key + "\" of " + what);
  }

  String required(String key) {
    if (!values.containsKey(key)) {
      problem(node, what + " has no \"" + key + "\"");
    }
    return text(key);
  }

  VqlText vql(String key) {
    Node value = values.get(key);
    return value == null ? VqlText.NONE : vqlOf(value, "\"" + key + "\" of " + what);
  }

  List<VqlText> vqlList(String key) {
    List<VqlText> texts = new ArrayList<>();
    for (Node item : list(key)) {
      texts.add(vqlOf(item, "an item of \"" + key + "\""));
    }
    return texts;
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Node item : list(key)) {
      texts.add(scalar(item, "an item of \"" + key + "\""));
    }
    return texts;
  }

  List<YamlMap> maps(String key, String itemName, Set<String> known) {
    List<YamlMap> maps = new ArrayList<>();
    for (Node item : list(key)) {
      maps.add(new YamlMap(item, itemName, known, lines, problems));
    }
    return maps;
  }

  Optional<YamlMap> map(String key, Set<String> known) {
    Node value = values.get(key);
    return value == null || isNull(value)
        ? Optional.empty()
        : Optional.of(new YamlMap(value, "\"" + key + "\"", known, lines, problems));
  }

  private List<Node> list(String key) {
    Node value = values.get(key);
    if (value == null || isNull(value)) {
      return List.of();
    }
    if (value instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    problem(value, "\"" + key + "\" of " + what + " must be a list");
    return List.of();
  }

  private String scalar(Node value, String name) {
    if (value instanceof ScalarNode scalar) {
      return isNull(value) ? "" : scalar.getValue();
    }
    problem(value, name + " must be text");
    return "";
  }

  private VqlText vqlOf(Node value, String name) {
    String text = scalar(value, name);
    if (!(value instanceof ScalarNode scalar)) {
      return VqlText.NONE;
    }
    int line = line(value);
    int column = column(value);
    if (scalar.getScalarStyle() == ScalarStyle.LITERAL
        || scalar.getScalarStyle() == ScalarStyle.FOLDED) {
      int indent = indentAfter(line);
      return new VqlText(text, line + 1, indent + 1, indent + 1);
    }
    int first = scalar.getScalarStyle() == ScalarStyle.PLAIN ? column : column + 1;
    return new VqlText(text, line, first, 1);
  }

  /// Indentation of the first line with text after a line (from 1).
  private int indentAfter(int line) {
    for (int i = line; i < lines.size(); i++) {
      String text = lines.get(i);
      if (!text.isBlank()) {
        return text.length() - text.stripLeading().length();
      }
    }
    return 0;
  }

  void problem(Node at, String message) {
    problems.add(new Problem(line(at), column(at), lengthOf(at), "error", message, null));
  }

  private static int lengthOf(Node node) {
    return node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN
        ? Math.max(1, scalar.getValue().length())
        : 1;
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  static int column(Node node) {
    return node.getStartMark().map(Mark::getColumn).orElse(0) + 1;
  }

  /// The nearest of some words, to be offered as a mending.
  static final class Nearest {
    private Nearest() {}

    static @Nullable String of(String word, Set<String> candidates) {
      String best = null;
      int bestDistance = 3;
      for (String candidate : candidates.stream().sorted().toList()) {
        int distance = distance(word, candidate);
        if (distance < bestDistance) {
          bestDistance = distance;
          best = candidate;
        }
      }
      return best;
    }

    private static int distance(String a, String b) {
      int[] row = new int[b.length() + 1];
      for (int j = 0; j <= b.length(); j++) {
        row[j] = j;
      }
      for (int i = 1; i <= a.length(); i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= b.length(); j++) {
          int above = row[j];
          int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
          row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
          diagonal = above;
        }
      }
      return row[b.length()];
    }
  }
}
