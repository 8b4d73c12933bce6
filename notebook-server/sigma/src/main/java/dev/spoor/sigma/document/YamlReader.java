package dev.spoor.sigma.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// YAML text to nodes, one per document. Bounded in length, depth and in what aliases multiply, so
/// that a text written to explode is refused.
public final class YamlReader {
  private static final int MAX_CHARS = 16 << 20;
  private static final int MAX_NODES = 1_000_000;
  private static final int MAX_DEPTH = 40;

  private int nodes;

  private YamlReader() {}

  /// The documents of a text; empty ones are left out.
  public static List<YamlNode> read(String text) {
    if (text.length() > MAX_CHARS) {
      throw new SigmaException(
          "YAML text of " + text.length() + " characters: more than " + MAX_CHARS, Place.START);
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setAllowRecursiveKeys(false)
            .setMaxAliasesForCollections(50)
            .setCodePointLimit(MAX_CHARS)
            // the reader fails where a buffer ends inside of a surrogate pair: one buffer for all
            .setBufferSize(text.length() + 16)
            .build();
    YamlReader reader = new YamlReader();
    List<YamlNode> documents = new ArrayList<>();
    try {
      for (Node node : new Compose(settings).composeAllFromString(text)) {
        YamlNode document = reader.convert(node, 0);
        if (!(document instanceof YamlNode.Scalar scalar && scalar.isNull())) {
          documents.add(document);
        }
      }
    } catch (MarkedYamlEngineException e) {
      throw new SigmaException("not YAML: " + firstLine(e.getProblem()), place(e.getProblemMark()));
    } catch (YamlEngineException e) {
      throw new SigmaException("not YAML: " + firstLine(e.getMessage()), Place.START);
    } catch (StackOverflowError e) {
      throw new SigmaException("YAML nested too deeply", Place.START);
    }
    return documents;
  }

  private YamlNode convert(Node node, int depth) {
    Place place = place(node.getStartMark());
    if (++nodes > MAX_NODES) {
      throw new SigmaException("more than " + MAX_NODES + " YAML nodes", place);
    }
    if (depth > MAX_DEPTH) {
      throw new SigmaException("YAML nested deeper than " + MAX_DEPTH, place);
    }
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar, place);
      case SequenceNode sequence -> {
        List<YamlNode> items = new ArrayList<>(sequence.getValue().size());
        for (Node item : sequence.getValue()) {
          items.add(convert(item, depth + 1));
        }
        yield new YamlNode.Sequence(items, place);
      }
      case MappingNode mapping -> mapping(mapping, place, depth);
      default -> throw new SigmaException("unexpected YAML node", place);
    };
  }

  private YamlNode mapping(MappingNode mapping, Place place, int depth) {
    List<YamlNode.Entry> entries = new ArrayList<>(mapping.getValue().size());
    Set<String> seen = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(convert(tuple.getKeyNode(), depth + 1) instanceof YamlNode.Scalar key)) {
        throw new SigmaException("a key must be text", place(tuple.getKeyNode().getStartMark()));
      }
      if (!seen.add(key.text())) {
        throw new SigmaException("key \"" + key.text() + "\" occurs twice", key.place());
      }
      entries.add(new YamlNode.Entry(key, convert(tuple.getValueNode(), depth + 1)));
    }
    return new YamlNode.Mapping(entries, place);
  }

  private static YamlNode.Scalar scalar(ScalarNode scalar, Place place) {
    ScalarStyle style = scalar.getScalarStyle();
    boolean quoted = style == ScalarStyle.SINGLE_QUOTED || style == ScalarStyle.DOUBLE_QUOTED;
    boolean oneLine =
        scalar.getStartMark().map(Mark::getLine).equals(scalar.getEndMark().map(Mark::getLine));
    return new YamlNode.Scalar(
        scalar.getValue(), style == ScalarStyle.PLAIN, quoted && oneLine, place);
  }

  private static Place place(Optional<Mark> mark) {
    return mark.map(m -> new Place(m.getLine() + 1, m.getColumn() + 1)).orElse(Place.START);
  }

  private static String firstLine(@Nullable String message) {
    if (message == null) {
      return "unreadable";
    }
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
