package dev.spoor.sigma.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of YAML with its place.
public sealed interface YamlNode {

  Place place();

  /// @param plain written without quotes, so that `null`, `true` and `4688` are not text
  record Scalar(String text, boolean plain, boolean quotedOnOneLine, Place place)
      implements YamlNode {
    public boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }

    public boolean isTrue() {
      return plain && text.equalsIgnoreCase("true");
    }

    public boolean isFalse() {
      return plain && text.equalsIgnoreCase("false");
    }

    /// The place of the character at `offset` of the text, as far as that can be said.
    public Place at(int offset) {
      return quotedOnOneLine ? place.plus(offset + 1) : plain ? place.plus(offset) : place;
    }
  }

  record Sequence(List<YamlNode> items, Place place) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// One key of a mapping.
  record Entry(Scalar key, YamlNode value) {}

  record Mapping(List<Entry> entries, Place place) implements YamlNode {
    public Mapping {
      entries = List.copyOf(entries);
    }

    public @Nullable YamlNode find(String key) {
      Entry entry = entry(key);
      return entry == null ? null : entry.value();
    }

    public @Nullable Entry entry(String key) {
      for (Entry entry : entries) {
        if (entry.key().text().equals(key)) {
          return entry;
        }
      }
      return null;
    }

    /// The text under a key; null if the key is missing or NULL.
    public @Nullable String text(String key) {
      YamlNode node = find(key);
      if (node == null) {
        return null;
      }
      if (node instanceof Scalar scalar) {
        return scalar.isNull() ? null : scalar.text();
      }
      throw new SigmaException("\"" + key + "\" must be text", node.place());
    }

    /// The texts under a key, which holds a list or one text.
    public List<Scalar> scalars(String key) {
      YamlNode node = find(key);
      return switch (node) {
        case null -> List.of();
        case Scalar scalar -> scalar.isNull() ? List.of() : List.of(scalar);
        case Sequence sequence ->
            sequence.items().stream()
                .map(
                    item -> {
                      if (item instanceof Scalar scalar) {
                        return scalar;
                      }
                      throw new SigmaException(
                          "an item of \"" + key + "\" must be text", item.place());
                    })
                .toList();
        case Mapping mapping ->
            throw new SigmaException("\"" + key + "\" must be a list of texts", mapping.place());
      };
    }
  }
}
