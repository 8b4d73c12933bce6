package dev.spoor.sigma.match;

import java.util.Arrays;

/// Finds the literals that a text begins or ends with: a walk from the edge that ends where no
/// literal goes on. Built once, then only read.
final class AffixTrie {
  private final boolean fromEnd;
  private long[] edges = new long[64];
  private int[] targets = new int[64];
  private int edgeCount;
  private int[] literals = new int[32];
  private int nodes = 1;

  AffixTrie(boolean fromEnd) {
    this.fromEnd = fromEnd;
    Arrays.fill(literals, -1);
  }

  boolean isEmpty() {
    return nodes == 1 && literals[0] < 0;
  }

  void add(String text, int literal) {
    int node = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(fromEnd ? text.length() - 1 - i : i);
      int child = child(node, c);
      if (child == 0) {
        child = nodes++;
        if (child == literals.length) {
          literals = Arrays.copyOf(literals, child * 2);
          Arrays.fill(literals, child, child * 2, -1);
        }
        insert(key(node, c), child);
      }
      node = child;
    }
    literals[node] = literal;
  }

  private static long key(int node, char c) {
    return ((long) node << 16) | c;
  }

  private static int slot(long key, int mask) {
    long h = (key + 1) * 0x9E3779B97F4A7C15L;
    return (int) (h >>> 32) & mask;
  }

  private int child(int node, char c) {
    long key = key(node, c);
    int mask = edges.length - 1;
    int slot = slot(key, mask);
    while (targets[slot] != 0) {
      if (edges[slot] == key) {
        return targets[slot];
      }
      slot = (slot + 1) & mask;
    }
    return 0;
  }

  private void insert(long key, int child) {
    if (edgeCount * 3 >= edges.length * 2) {
      long[] oldEdges = edges;
      int[] oldTargets = targets;
      edges = new long[oldEdges.length * 2];
      targets = new int[oldEdges.length * 2];
      edgeCount = 0;
      for (int i = 0; i < oldEdges.length; i++) {
        if (oldTargets[i] != 0) {
          insert(oldEdges[i], oldTargets[i]);
        }
      }
    }
    int mask = edges.length - 1;
    int slot = slot(key, mask);
    while (targets[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    edges[slot] = key;
    targets[slot] = child;
    edgeCount++;
  }

  void scan(char[] text, int from, int length, LiteralSink sink) {
    int node = 0;
    for (int i = 0; i < length; i++) {
      node = child(node, text[fromEnd ? from + length - 1 - i : from + i]);
      if (node == 0) {
        return;
      }
      if (literals[node] >= 0) {
        sink.found(literals[node]);
      }
    }
  }
}
