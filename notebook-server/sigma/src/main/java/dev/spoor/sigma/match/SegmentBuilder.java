package dev.spoor.sigma.match;

import dev.spoor.sigma.match.FieldCheck.Anchor;
import dev.spoor.sigma.match.FieldCheck.Literal;
import dev.spoor.sigma.pattern.Fold;
import dev.spoor.sigma.pattern.RequiredText;
import dev.spoor.vql.regex.Regex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Puts rules together into a {@link Segment}.
final class SegmentBuilder {
  private static final int MIN_GLOB = 2;

  private final FieldTable table;
  private final LambdaCheck lambdas;
  private final Map<FieldCheck, Integer> checkIds = new HashMap<>();
  private final List<FieldCheck> checks = new ArrayList<>();
  private final List<Byte> kinds = new ArrayList<>();
  private final List<Double> likelihood = new ArrayList<>();
  private final Map<FieldCheck, Set<Literal>> needed = new HashMap<>();
  private final Map<FieldCheck, Integer> uses = new HashMap<>();
  private final List<Segment.Program> programs = new ArrayList<>();
  private final List<int[]> programFields = new ArrayList<>();
  private final List<@Nullable List<Integer>> leads = new ArrayList<>();
  private final List<Integer> unled = new ArrayList<>();
  private final int ruleCount;
  private final FieldIndexes indexes;
  // keyword check → the routes on which it is asked
  private final Map<Integer, Set<Integer>> keywordRoutes = new HashMap<>();

  private record Shared(Expr expr, int route) {}

  private SegmentBuilder(Collection<CompiledRule> rules, FieldTable table, LambdaCheck lambdas) {
    this.table = table;
    this.lambdas = lambdas;
    this.ruleCount = rules.size();
    Map<Shared, List<LoadedRule>> shared = new LinkedHashMap<>();
    for (CompiledRule rule : rules) {
      for (CompiledRule.Variant variant : rule.variants()) {
        shared
            .computeIfAbsent(new Shared(variant.expr(), variant.route()), s -> new ArrayList<>())
            .add(rule.rule());
      }
    }
    shared.keySet().forEach(s -> countUses(s.expr()));
    shared.forEach(this::program);
    this.indexes = new FieldIndexes(table, checks, needed, keywordRoutes);
  }

  static Segment build(Collection<CompiledRule> rules, FieldTable table, LambdaCheck lambdas) {
    return new Segment(new SegmentBuilder(rules, table, lambdas));
  }

  private void countUses(Expr expr) {
    switch (expr) {
      case Expr.Check check -> uses.merge(check.check(), 1, Integer::sum);
      case Expr.And and -> and.parts().forEach(this::countUses);
      case Expr.Or or -> or.parts().forEach(this::countUses);
    }
  }

  private void program(Shared shared, List<LoadedRule> rules) {
    int number = programs.size();
    Set<Integer> fields = new TreeSet<>();
    Segment.Node root = node(shared.expr(), fields, shared.route());
    programs.add(new Segment.Program(root, shared.route(), rules.toArray(new LoadedRule[0])));
    programFields.add(fields.stream().mapToInt(Integer::intValue).toArray());
    Witness witness = witness(shared.expr());
    if (witness == null) {
      unled.add(number);
      return;
    }
    for (int check : witness.checks) {
      List<Integer> list = leads.get(check);
      if (list == null) {
        list = new ArrayList<>(4);
        leads.set(check, list);
      }
      list.add(number);
    }
  }

  private Segment.Node node(Expr expr, Set<Integer> fields, int route) {
    return switch (expr) {
      case Expr.Check check -> {
        fields.add(table.intern(check.check().field()));
        if (check.check() instanceof FieldCheck.SameAs same) {
          fields.add(table.intern(same.other()));
        }
        int id = check(check.check());
        if (check.check().field().equals(FieldCheck.ANY_FIELD)) {
          keywordRoutes.computeIfAbsent(id, c -> new TreeSet<>()).add(route);
        }
        yield new Segment.Node.CheckNode(id, check.negated());
      }
      case Expr.And and -> new Segment.Node.AndNode(nodes(and.parts(), fields, route));
      case Expr.Or or -> new Segment.Node.OrNode(nodes(or.parts(), fields, route));
    };
  }

  /// What is answered by a look into an array comes first.
  private Segment.Node[] nodes(List<Expr> parts, Set<Integer> fields, int route) {
    List<Expr> sorted = new ArrayList<>(parts);
    sorted.sort(Comparator.comparingInt(this::effort));
    return sorted.stream().map(part -> node(part, fields, route)).toArray(Segment.Node[]::new);
  }

  private int effort(Expr expr) {
    return switch (expr) {
      case Expr.Check c ->
          c.check() instanceof FieldCheck.Literals
              ? 0
              : c.check() instanceof FieldCheck.Lambda ? 5000 : 10;
      case Expr.And and -> 1 + and.parts().stream().mapToInt(this::effort).sum();
      case Expr.Or or -> 1 + or.parts().stream().mapToInt(this::effort).sum();
    };
  }

  private int check(FieldCheck check) {
    Integer known = checkIds.get(check);
    if (known != null) {
      return known;
    }
    int id = checks.size();
    checkIds.put(check, id);
    checks.add(check);
    leads.add(null);
    Set<Literal> literals = literals(check);
    if (literals.isEmpty()) {
      kinds.add(Segment.ASKED);
    } else {
      needed.put(check, literals);
      kinds.add(check instanceof FieldCheck.Literals ? Segment.INDEXED : Segment.PERHAPS);
    }
    double chance = 0;
    for (Literal literal : literals) {
      chance += chance(literal);
    }
    int used = uses.getOrDefault(check, 1);
    likelihood.add(Math.min(1, chance) * (1 + used / 4.0) + 0.0005 * literals.size());
    return id;
  }

  private static Set<Literal> literals(FieldCheck check) {
    return switch (check) {
      case FieldCheck.Literals literals -> literals.literals();
      case FieldCheck.Glob glob -> {
        String longest = glob.pattern().longest();
        yield longest.length() < MIN_GLOB
            ? Set.of()
            : Set.of(new Literal(Anchor.CONTAINS, longest));
      }
      case FieldCheck.Matches matches -> {
        Set<Literal> literals = new LinkedHashSet<>();
        for (String text : RequiredText.of(Regex.of(matches.regex(), matches.foldCase()).tree())) {
          literals.add(new Literal(Anchor.CONTAINS, Fold.fold(text)));
        }
        yield literals;
      }
      default -> Set.of();
    };
  }

  /// How likely a text has the literal, by its length alone.
  private static double chance(Literal literal) {
    int length = literal.text().length();
    double base =
        switch (literal.anchor()) {
          case EQUALS -> length < 6 ? 0.2 : 0.02;
          case PREFIX, SUFFIX -> length < 4 ? 0.6 : 0.05;
          case CONTAINS -> 1;
        };
    return Math.max(0.0005, base * Math.pow(0.72, Math.min(length, 24)) * 3);
  }

  private record Witness(Set<Integer> checks, double likelihood) {}

  /// Checks of which one must hold for the expression to hold; null if there are none.
  private @Nullable Witness witness(Expr expr) {
    return switch (expr) {
      case Expr.Check check -> {
        int id = check(check.check());
        yield check.negated() || kinds.get(id) == Segment.ASKED
            ? null
            : new Witness(Set.of(id), likelihood.get(id));
      }
      case Expr.And and -> {
        Witness best = null;
        for (Expr part : and.parts()) {
          Witness one = witness(part);
          if (one != null && (best == null || one.likelihood < best.likelihood)) {
            best = one;
          }
        }
        yield best;
      }
      case Expr.Or or -> {
        Set<Integer> all = new LinkedHashSet<>();
        double sum = 0;
        for (Expr part : or.parts()) {
          Witness one = witness(part);
          if (one == null) {
            yield null;
          }
          all.addAll(one.checks);
          sum += one.likelihood;
        }
        yield new Witness(all, sum);
      }
    };
  }

  FieldIndexes indexes() {
    return indexes;
  }

  byte[] kinds() {
    byte[] bytes = new byte[kinds.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = kinds.get(i);
    }
    return bytes;
  }

  Checks.Bound[] bound() {
    return checks.stream()
        .map(check -> Checks.bind(check, table, lambdas))
        .toArray(Checks.Bound[]::new);
  }

  Segment.Program[] programs() {
    return programs.toArray(new Segment.Program[0]);
  }

  int[][] leads() {
    int[][] arrays = new int[leads.size()][];
    for (int i = 0; i < arrays.length; i++) {
      List<Integer> list = leads.get(i);
      arrays[i] = list == null ? new int[0] : list.stream().mapToInt(x -> x).toArray();
    }
    return arrays;
  }

  int[] unled() {
    return unled.stream().mapToInt(x -> x).toArray();
  }

  int[][] programFields() {
    return programFields.toArray(new int[0][]);
  }

  int ruleCount() {
    return ruleCount;
  }
}
