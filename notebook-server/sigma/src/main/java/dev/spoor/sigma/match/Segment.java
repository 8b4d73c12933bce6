package dev.spoor.sigma.match;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Rules compiled together: their literals in one index per field, and for each rule the checks of
/// which one must hold before it is worth a look. Immutable; see {@link SegmentBuilder}.
final class Segment {
  /// How a check gets its answer.
  static final byte INDEXED = 0;

  /// The index says no or perhaps.
  static final byte PERHAPS = 1;

  static final byte ASKED = 2;

  /// What is compiled once for all rules that ask the same on the same route.
  record Program(Node root, int route, LoadedRule[] rules) {}

  /// What of this segment matters for the events that come by certain routes.
  ///
  /// @param fields which have an index that must be looked into
  /// @param keywords indexes that are looked into for every field
  /// @param always programs that no index leads to
  record Plan(
      BitSet fields, FieldIndex[] keywords, int[] always, boolean everything, boolean idle) {}

  final @Nullable FieldIndex[] fields;
  private final Map<Integer, FieldIndex> keywords;
  // literal → the checks that it belongs to
  final int[][] literalChecks;
  final byte[] kinds;
  final Checks.Bound[] bound;
  final Program[] programs;
  // check → the programs that it leads to
  final int[][] leads;
  final int[] unled;
  final int[][] programFields;
  final int ruleCount;
  private final ConcurrentHashMap<BitSet, Plan> plans = new ConcurrentHashMap<>();

  Segment(SegmentBuilder built) {
    this.fields = built.indexes().fields();
    this.keywords = built.indexes().keywords();
    this.literalChecks = built.indexes().literalChecks();
    this.kinds = built.kinds();
    this.bound = built.bound();
    this.programs = built.programs();
    this.leads = built.leads();
    this.unled = built.unled();
    this.programFields = built.programFields();
    this.ruleCount = built.ruleCount();
  }

  Plan plan(boolean[] active) {
    BitSet key = new BitSet(active.length);
    for (int i = 0; i < active.length; i++) {
      if (active[i]) {
        key.set(i);
      }
    }
    return plans.computeIfAbsent(key, this::compute);
  }

  private Plan compute(BitSet active) {
    BitSet used = new BitSet();
    boolean idle = true;
    for (int i = 0; i < programs.length; i++) {
      if (active.get(programs[i].route())) {
        idle = false;
        for (int field : programFields[i]) {
          used.set(field);
        }
      }
    }
    boolean everything = used.get(FieldTable.ANY);
    FieldIndex[] everywhere =
        keywords.entrySet().stream()
            .filter(e -> active.get(e.getKey()))
            .map(Map.Entry::getValue)
            .toArray(FieldIndex[]::new);
    int[] always = Arrays.stream(unled).filter(p -> active.get(programs[p].route())).toArray();
    used.clear(FieldTable.ANY);
    return new Plan(used, everywhere, always, everything, idle);
  }

  /// A compiled expression.
  sealed interface Node {
    boolean holds(SegmentScan scan);

    record CheckNode(int check, boolean negated) implements Node {
      @Override
      public boolean holds(SegmentScan scan) {
        return scan.holds(check) != negated;
      }
    }

    record AndNode(Node[] parts) implements Node {
      @Override
      public boolean holds(SegmentScan scan) {
        for (Node part : parts) {
          if (!part.holds(scan)) {
            return false;
          }
        }
        return true;
      }
    }

    record OrNode(Node[] parts) implements Node {
      @Override
      public boolean holds(SegmentScan scan) {
        for (Node part : parts) {
          if (part.holds(scan)) {
            return true;
          }
        }
        return false;
      }
    }
  }
}
