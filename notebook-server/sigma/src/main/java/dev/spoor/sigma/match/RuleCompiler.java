package dev.spoor.sigma.match;

import dev.spoor.sigma.document.Condition;
import dev.spoor.sigma.document.Detection;
import dev.spoor.sigma.document.SigmaException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The detection and condition of a rule to what is asked of an event.
public final class RuleCompiler {
  private static final int MAX_CHOICES = 2_000;

  private final Map<String, Detection> detections;
  private final TestCompiler tests;
  private final Map<String, Expr> compiled = new HashMap<>();

  private RuleCompiler(Map<String, Detection> detections, CompileOptions options) {
    this.detections = detections;
    this.tests = new TestCompiler(options);
  }

  /// Throws {@link SigmaException} for what cannot be resolved.
  public static Expr compile(
      Map<String, Detection> detections, Condition condition, CompileOptions options) {
    RuleCompiler compiler = new RuleCompiler(detections, options);
    // a fault in a part that the condition does not use is a fault all the same
    detections.keySet().forEach(compiler::named);
    return compiler.condition(condition);
  }

  private Expr condition(Condition condition) {
    return switch (condition) {
      case Condition.And and -> Expr.and(and.parts().stream().map(this::condition).toList());
      case Condition.Or or -> Expr.or(or.parts().stream().map(this::condition).toList());
      case Condition.Not not -> Expr.not(condition(not.part()));
      case Condition.Name name -> named(name.name());
      case Condition.Of of -> {
        List<Expr> parts = of.names().stream().map(this::named).toList();
        if (of.count() == 0) {
          yield Expr.and(parts);
        }
        if (of.count() > 1 && choices(of.count(), parts.size()) > MAX_CHOICES) {
          throw new SigmaException(
              of.count() + " of " + parts.size() + " are too many combinations", of.place());
        }
        yield Expr.atLeast(of.count(), parts);
      }
    };
  }

  private static double choices(int count, int of) {
    double choices = 1;
    for (int i = 0; i < count && i < of; i++) {
      choices = choices * (of - i) / (i + 1);
    }
    return choices;
  }

  private Expr named(String name) {
    Expr known = compiled.get(name);
    if (known == null) {
      Detection detection = detections.get(name);
      known = detection == null ? Expr.FALSE : detection(detection);
      compiled.put(name, known);
    }
    return known;
  }

  private Expr detection(Detection detection) {
    return switch (detection) {
      case Detection.AllOf all -> Expr.and(each(all.items()));
      case Detection.AnyOf any -> Expr.or(each(any.items()));
      case Detection.Test test -> tests.compile(test);
    };
  }

  private List<Expr> each(List<Detection> items) {
    List<Expr> parts = new ArrayList<>(items.size());
    for (Detection item : items) {
      parts.add(detection(item));
    }
    return parts;
  }
}
