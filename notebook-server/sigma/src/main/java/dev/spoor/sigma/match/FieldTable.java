package dev.spoor.sigma.match;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Numbers for the names of fields that some rule asks for. Only grows; safe for many threads.
public final class FieldTable {
  static final int ANY = 0;

  /// A step on the way to a name: `properties.message` is found flat and nested.
  static final class Node {
    final ConcurrentHashMap<String, Node> children = new ConcurrentHashMap<>(4);
    volatile int id = -1;

    @Nullable Node child(String name) {
      return children.get(name);
    }

    private Node grow(String name) {
      return children.computeIfAbsent(name, n -> new Node());
    }
  }

  final Node root = new Node();

  /// `Provider_Name` as `Provider`, `Name`: members of System in Windows events.
  final Node system = new Node();

  private final ConcurrentHashMap<String, Integer> ids = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger(1);

  public FieldTable() {
    ids.put(FieldCheck.ANY_FIELD, ANY);
  }

  public int size() {
    return next.get();
  }

  /// The number of a name, which is known from now on.
  public int intern(String name) {
    Integer known = ids.get(name);
    return known != null ? known : add(name);
  }

  private synchronized int add(String name) {
    Integer known = ids.get(name);
    if (known != null) {
      return known;
    }
    int id = next.getAndIncrement();
    root.grow(name).id = id;
    Node node = root;
    int from = 0;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', from)) {
      node = node.grow(name.substring(from, dot));
      from = dot + 1;
    }
    if (from > 0) {
      node.grow(name.substring(from)).id = id;
    }
    int bar = name.indexOf('_');
    if (bar > 0) {
      system.grow(name.substring(0, bar)).grow(name.substring(bar + 1)).id = id;
    }
    system.grow(name).id = id;
    ids.put(name, id);
    return id;
  }
}
