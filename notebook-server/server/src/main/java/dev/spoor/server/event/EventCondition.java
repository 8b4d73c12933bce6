package dev.spoor.server.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A predicate made ready to be asked of many events. Immutable and safe for use by many threads.
public sealed interface EventCondition {

  Verdict on(Row event);

  /// True if the answer is never MAYBE, whatever the event.
  boolean isExact();

  /// A row with its envelope columns.
  @FunctionalInterface
  interface Row {
    @Nullable Object value(String column);
  }

  /// A test of the value at one path.
  record Leaf(List<String> path, ValueTest test) implements EventCondition {
    @Override
    public Verdict on(Row event) {
      Object top = event.value(path.getFirst());
      Object value = path.size() == 1 ? top : EventPaths.follow(top, path, 1);
      return test.on(value);
    }

    @Override
    public boolean isExact() {
      return test.isExact() && EventPaths.isPlain(path);
    }
  }

  record All(List<EventCondition> parts) implements EventCondition {
    @Override
    public Verdict on(Row event) {
      Verdict all = Verdict.YES;
      for (EventCondition part : parts) {
        Verdict one = part.on(event);
        if (one == Verdict.NO) {
          return one;
        }
        if (one == Verdict.MAYBE) {
          all = one;
        }
      }
      return all;
    }

    @Override
    public boolean isExact() {
      return parts.stream().allMatch(EventCondition::isExact);
    }
  }

  record Any(List<EventCondition> parts) implements EventCondition {
    @Override
    public Verdict on(Row event) {
      Verdict any = Verdict.NO;
      for (EventCondition part : parts) {
        Verdict one = part.on(event);
        if (one == Verdict.YES) {
          return one;
        }
        if (one == Verdict.MAYBE) {
          any = one;
        }
      }
      return any;
    }

    @Override
    public boolean isExact() {
      return parts.stream().allMatch(EventCondition::isExact);
    }
  }

  record Negation(EventCondition part) implements EventCondition {
    @Override
    public Verdict on(Row event) {
      return part.on(event).not();
    }

    @Override
    public boolean isExact() {
      return part.isExact();
    }
  }

  record Unknown() implements EventCondition {
    @Override
    public Verdict on(Row event) {
      return Verdict.MAYBE;
    }

    @Override
    public boolean isExact() {
      return false;
    }
  }

  static EventCondition of(EventPredicate predicate) {
    return switch (predicate) {
      case EventPredicate.Equal equal -> leaf(equal.path(), new ValueTest.EqualTo(equal.value()));
      case EventPredicate.In in -> leaf(in.path(), new ValueTest.OneOf(in.values()));
      case EventPredicate.Range range -> leaf(range.path(), new ValueTest.Between(range));
      case EventPredicate.Matches matches -> leaf(matches.path(), ValueTest.matching(matches));
      case EventPredicate.Present present -> leaf(present.path(), new ValueTest.True());
      case EventPredicate.And and -> new All(and.parts().stream().map(EventCondition::of).toList());
      case EventPredicate.Or or -> new Any(or.parts().stream().map(EventCondition::of).toList());
      case EventPredicate.Not not -> new Negation(of(not.part()));
      case EventPredicate.Opaque opaque -> new Unknown();
    };
  }

  private static EventCondition leaf(List<String> path, ValueTest test) {
    return path.isEmpty() ? new Unknown() : new Leaf(path, test);
  }
}
