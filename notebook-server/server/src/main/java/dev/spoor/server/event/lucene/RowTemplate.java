package dev.spoor.server.event.lucene;

import dev.spoor.server.event.EventPaths;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A shape (see [RowShredder]) parsed: where the leaves of such rows stand. Immutable.
final class RowTemplate {
  /// The values of one row's leaves, by their number in the row.
  interface Leaves {
    @Nullable Object value(int leaf);

    /// What was not shredded, read.
    @Nullable Object rest(int leaf);
  }

  sealed interface Node {}

  record Members(String[] names, Node[] values) implements Node {}

  record Elements(Node[] values) implements Node {}

  record Leaf(int index) implements Node {}

  record Rest(int index) implements Node {}

  /// Where a path leads in rows of this shape.
  sealed interface Location {}

  /// To NULL.
  record Absent() implements Location {}

  /// To one scalar.
  record AtLeaf(int leaf) implements Location {}

  /// To a value that has to be put together: follow the rest of the path from the top-level column.
  record Composed() implements Location {}

  private static final Absent ABSENT = new Absent();
  private static final Composed COMPOSED = new Composed();

  private final Node root;
  private final List<String> columns;
  private final Map<String, Node> members;
  private final boolean isRegular;
  private final boolean hasRest;
  // per leaf: the key of its path (null for a rest) and its number among the leaves of that path
  private final @Nullable String[] keys;
  private final int[] ordinals;
  private final Map<String, Integer> counts = new HashMap<>();
  private final Set<String> innerKeys;

  private RowTemplate(
      Node root,
      boolean isRegular,
      boolean hasRest,
      @Nullable String[] keys,
      Set<String> innerKeys) {
    this.root = root;
    this.hasRest = hasRest;
    this.keys = keys;
    this.innerKeys = innerKeys;
    this.isRegular = isRegular && root instanceof Members;
    this.columns = root instanceof Members m ? List.of(m.names) : List.of();
    this.members = new HashMap<>();
    if (root instanceof Members m) {
      for (int i = 0; i < m.names.length; i++) {
        members.put(m.names[i], m.values[i]);
      }
    }
    this.ordinals = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      String key = keys[i];
      ordinals[i] = counts.merge(key == null ? "" : key, 1, Integer::sum) - 1;
    }
  }

  static RowTemplate parse(byte[] shape, int length) {
    return new ShapeParser(shape, length).parse();
  }

  int leaves() {
    return keys.length;
  }

  /// The key of the leaf's path; null if it was not shredded.
  @Nullable String key(int leaf) {
    return keys[leaf];
  }

  int ordinal(int leaf) {
    return ordinals[leaf];
  }

  /// How many leaves have this key; those that were not shredded have the empty one.
  int count(String key) {
    return counts.getOrDefault(key, 0);
  }

  boolean hasRest() {
    return hasRest;
  }

  /// Keys of the paths that lead to a dict or an array.
  Set<String> innerKeys() {
    return innerKeys;
  }

  /// True if the top-level columns are known without looking at values.
  boolean isRegular() {
    return isRegular;
  }

  /// The top-level columns in order, of a regular template.
  List<String> columns() {
    return columns;
  }

  Location locate(List<String> path) {
    if (!isRegular) {
      return COMPOSED;
    }
    Node at = members.get(path.getFirst());
    for (int i = 1; i < path.size(); i++) {
      switch (at) {
        case null -> {
          return ABSENT;
        }
        case Members m -> at = member(m, path.get(i));
        case Leaf leaf -> {
          return EventPaths.isPlain(path) ? ABSENT : COMPOSED;
        }
        case Elements elements -> {
          return COMPOSED;
        }
        case Rest rest -> {
          return COMPOSED;
        }
      }
      if (at == null && !EventPaths.isPlain(path)) {
        return COMPOSED;
      }
    }
    return switch (at) {
      case null -> ABSENT;
      case Leaf leaf -> new AtLeaf(leaf.index);
      case Members m -> COMPOSED;
      case Elements e -> COMPOSED;
      case Rest r -> COMPOSED;
    };
  }

  private static @Nullable Node member(Members members, String name) {
    for (int i = members.names.length - 1; i >= 0; i--) {
      if (members.names[i].equals(name)) {
        return members.values[i];
      }
    }
    return null;
  }

  /// The value of a top-level column of a regular template; NULL if there is none.
  @Nullable Object column(String name, Leaves leaves) {
    Node node = members.get(name);
    return node == null ? null : build(node, leaves);
  }

  /// The whole row, of an irregular template too.
  Row row(Leaves leaves) {
    return build(root, leaves) instanceof Row row ? row : new Dict();
  }

  private static @Nullable Object build(Node node, Leaves leaves) {
    return switch (node) {
      case Members m -> {
        Dict dict = new Dict(Math.max(1, m.names.length));
        for (int i = 0; i < m.names.length; i++) {
          dict.set(m.names[i], build(m.values[i], leaves));
        }
        yield dict;
      }
      case Elements e -> {
        List<@Nullable Object> list = new ArrayList<>(e.values.length);
        for (Node value : e.values) {
          list.add(build(value, leaves));
        }
        yield list;
      }
      case Leaf leaf -> leaves.value(leaf.index);
      case Rest rest -> leaves.rest(rest.index);
    };
  }

  private static final class ShapeParser {
    private final byte[] shape;
    private final int length;
    private int at;
    private int leaves;
    private boolean isRegular = true;
    private boolean hasRest;
    private final List<@Nullable String> keys = new ArrayList<>();
    private final Set<String> inner = new LinkedHashSet<>();

    ShapeParser(byte[] shape, int length) {
      this.shape = shape;
      this.length = length;
    }

    RowTemplate parse() {
      Node root = node("");
      return new RowTemplate(
          root, isRegular, hasRest, keys.toArray(new @Nullable String[0]), inner);
    }

    private Node node(String key) {
      space();
      byte c = shape[at];
      switch (c) {
        case RowShredder.REST -> {
          at++;
          keys.add(null);
          hasRest = true;
          return new Rest(leaves++);
        }
        case '{' -> {
          return members(key);
        }
        case '[' -> {
          return elements(key);
        }
        default -> {
          at++;
          keys.add(key);
          return new Leaf(leaves++);
        }
      }
    }

    private Node members(String key) {
      at++;
      if (!key.isEmpty()) {
        inner.add(key);
      }
      List<String> names = new ArrayList<>();
      List<Node> values = new ArrayList<>();
      Set<String> seen = new HashSet<>();
      for (space(); shape[at] != '}'; space()) {
        if (shape[at] == ',') {
          at++;
          space();
        }
        int start = ++at;
        while (shape[at] != '"') {
          at += shape[at] == '\\' ? 2 : 1;
        }
        String name = JsonNames.unescape(shape, start, at - start);
        at++;
        space();
        at++;
        names.add(name);
        isRegular &= seen.add(name);
        values.add(node(JsonNames.join(key, name)));
      }
      at++;
      return new Members(names.toArray(new String[0]), values.toArray(new Node[0]));
    }

    private Node elements(String key) {
      at++;
      inner.add(key);
      List<Node> values = new ArrayList<>();
      for (space(); shape[at] != ']'; space()) {
        if (shape[at] == ',') {
          at++;
        }
        values.add(node(key));
      }
      at++;
      return new Elements(values.toArray(new Node[0]));
    }

    private void space() {
      while (at < length
          && (shape[at] == ' ' || shape[at] == '\n' || shape[at] == '\r' || shape[at] == '\t')) {
        at++;
      }
    }
  }
}
