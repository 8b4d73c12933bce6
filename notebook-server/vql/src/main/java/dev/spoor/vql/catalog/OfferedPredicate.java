package dev.spoor.vql.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A condition on a source row as data. A path is a list of member names from the row down; the
/// meaning of each case is that of the language's operator on the value at the path.
public sealed interface OfferedPredicate {

  /// `path = value`
  record Equal(List<String> path, @Nullable Object value) implements OfferedPredicate {
    public Equal {
      path = List.copyOf(path);
    }
  }

  /// `path IN (values)`: equal to one of them
  record In(List<String> path, List<@Nullable Object> values) implements OfferedPredicate {
    public In {
      path = List.copyOf(path);
    }
  }

  /// `path > low`, `>=`, `<`, `<=`; a bound that is null is open
  record Range(
      List<String> path,
      @Nullable Object low,
      boolean lowInclusive,
      @Nullable Object high,
      boolean highInclusive)
      implements OfferedPredicate {
    public Range {
      path = List.copyOf(path);
    }
  }

  /// `path =~ regex`: case-insensitive search
  record Matches(List<String> path, String regex) implements OfferedPredicate {
    public Matches {
      path = List.copyOf(path);
    }
  }

  /// `'text' IN path`: case-sensitive substring of a string, key of a dict, element of an array
  record Contains(List<String> path, Object value) implements OfferedPredicate {
    public Contains {
      path = List.copyOf(path);
    }
  }

  /// `path` as a condition: its value is true in the language's sense
  record Present(List<String> path) implements OfferedPredicate {
    public Present {
      path = List.copyOf(path);
    }
  }

  record And(List<OfferedPredicate> parts) implements OfferedPredicate {
    public And {
      parts = List.copyOf(parts);
    }
  }

  record Or(List<OfferedPredicate> parts) implements OfferedPredicate {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  record Not(OfferedPredicate part) implements OfferedPredicate {}

  /// Something that only the evaluator can decide.
  record Opaque(String text) implements OfferedPredicate {}
}
