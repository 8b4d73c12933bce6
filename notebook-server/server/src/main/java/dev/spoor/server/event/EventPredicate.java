package dev.spoor.server.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A condition on an event as data. A path is a list of member names from the row (with its
/// envelope columns) down; values are those of the language, and each case means what the
/// language's operator means on the value at the path. RFC 3339 text in a row is a time.
public sealed interface EventPredicate {
  EventPredicate TRUE = new And(List.of());

  /// `path = value`
  record Equal(List<String> path, @Nullable Object value) implements EventPredicate {
    public Equal {
      path = List.copyOf(path);
    }
  }

  /// `path` is equal to one of the values
  record In(List<String> path, List<@Nullable Object> values) implements EventPredicate {
    public In {
      path = List.copyOf(path);
      values = Collections.unmodifiableList(new ArrayList<>(values));
    }
  }

  /// Between two bounds; one that is null is open.
  record Range(
      List<String> path,
      @Nullable Object low,
      boolean lowInclusive,
      @Nullable Object high,
      boolean highInclusive)
      implements EventPredicate {
    public Range {
      path = List.copyOf(path);
    }
  }

  /// `path =~ regex`: RE2 syntax, case-insensitive search
  record Matches(List<String> path, String regex) implements EventPredicate {
    public Matches {
      path = List.copyOf(path);
    }
  }

  /// `path` as a condition: its value is true
  record Present(List<String> path) implements EventPredicate {
    public Present {
      path = List.copyOf(path);
    }
  }

  record And(List<EventPredicate> parts) implements EventPredicate {
    public And {
      parts = List.copyOf(parts);
    }
  }

  record Or(List<EventPredicate> parts) implements EventPredicate {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  record Not(EventPredicate part) implements EventPredicate {}

  /// Something that only the evaluator of the language can decide; the text is for people.
  record Opaque(String text) implements EventPredicate {}

  static EventPredicate and(EventPredicate... parts) {
    return new And(Arrays.asList(parts));
  }

  static EventPredicate or(EventPredicate... parts) {
    return new Or(Arrays.asList(parts));
  }

  /// The parts that must all hold.
  default List<EventPredicate> conjuncts() {
    return this instanceof And and
        ? and.parts().stream().flatMap(part -> part.conjuncts().stream()).toList()
        : List.of(this);
  }
}
