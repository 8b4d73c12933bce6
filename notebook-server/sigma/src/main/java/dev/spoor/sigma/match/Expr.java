package dev.spoor.sigma.match;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a rule asks of an event, with `not` pushed down to the checks. Equal ones are shared.
public sealed interface Expr {
  Expr TRUE = new And(List.of());
  Expr FALSE = new Or(List.of());

  record And(List<Expr> parts) implements Expr {
    public And {
      parts = List.copyOf(parts);
    }
  }

  record Or(List<Expr> parts) implements Expr {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  record Check(FieldCheck check, boolean negated) implements Expr {}

  static Expr of(FieldCheck check) {
    return new Check(check, false);
  }

  static Expr and(List<Expr> parts) {
    Set<Expr> flat = new LinkedHashSet<>();
    for (Expr part : parts) {
      if (part.equals(FALSE)) {
        return FALSE;
      }
      if (part instanceof And and) {
        flat.addAll(and.parts());
      } else {
        flat.add(part);
      }
    }
    return flat.size() == 1 ? flat.iterator().next() : new And(List.copyOf(flat));
  }

  static Expr or(List<Expr> parts) {
    Set<Expr> flat = new LinkedHashSet<>();
    for (Expr part : parts) {
      if (part.equals(TRUE)) {
        return TRUE;
      }
      if (part instanceof Or or) {
        flat.addAll(or.parts());
      } else {
        flat.add(part);
      }
    }
    return flat.size() == 1 ? flat.iterator().next() : new Or(List.copyOf(flat));
  }

  /// The opposite.
  static Expr not(Expr expr) {
    return switch (expr) {
      case Check check -> new Check(check.check(), !check.negated());
      case And and -> or(and.parts().stream().map(Expr::not).toList());
      case Or or -> and(or.parts().stream().map(Expr::not).toList());
    };
  }

  /// At least `count` of the parts; written out, so `count` of many is refused by the caller.
  static Expr atLeast(int count, List<Expr> parts) {
    if (count <= 1) {
      return count <= 0 ? TRUE : or(parts);
    }
    if (count >= parts.size()) {
      return count > parts.size() ? FALSE : and(parts);
    }
    List<Expr> choices = new ArrayList<>();
    for (int i = 0; i + count <= parts.size(); i++) {
      choices.add(
          and(List.of(parts.get(i), atLeast(count - 1, parts.subList(i + 1, parts.size())))));
    }
    return or(choices);
  }
}
