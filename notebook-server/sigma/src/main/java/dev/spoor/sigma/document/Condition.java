package dev.spoor.sigma.document;

import java.util.List;

/// How the search identifiers of a rule come together.
public sealed interface Condition {

  Place place();

  record And(List<Condition> parts, Place place) implements Condition {
    public And {
      parts = List.copyOf(parts);
    }
  }

  record Or(List<Condition> parts, Place place) implements Condition {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  record Not(Condition part, Place place) implements Condition {}

  record Name(String name, Place place) implements Condition {}

  /// `1 of them`, `all of sel*`, `2 of x_*`.
  ///
  /// @param count how many must hold; 0 for all
  record Of(int count, List<String> names, Place place) implements Condition {
    public Of {
      names = List.copyOf(names);
    }
  }
}
