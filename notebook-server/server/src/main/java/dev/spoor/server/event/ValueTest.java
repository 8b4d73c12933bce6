package dev.spoor.server.event;

import dev.spoor.vql.regex.Regex;
import dev.spoor.vql.regex.RegexException;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A test of one value, as the language's operator would decide.
public sealed interface ValueTest {

  Verdict on(@Nullable Object value);

  boolean isExact();

  record EqualTo(@Nullable Object wanted) implements ValueTest {
    @Override
    public Verdict on(@Nullable Object value) {
      return Values.same(value, EventPaths.UNDECIDED)
          ? Verdict.MAYBE
          : Verdict.of(Values.equal(value, wanted));
    }

    @Override
    public boolean isExact() {
      return true;
    }
  }

  record OneOf(List<@Nullable Object> wanted) implements ValueTest {
    @Override
    public Verdict on(@Nullable Object value) {
      if (Values.same(value, EventPaths.UNDECIDED)) {
        return Verdict.MAYBE;
      }
      for (Object one : wanted) {
        if (Values.equal(value, one)) {
          return Verdict.YES;
        }
      }
      return Verdict.NO;
    }

    @Override
    public boolean isExact() {
      return true;
    }
  }

  /// Decides numbers against numbers, strings against strings and times against times; the rest of
  /// the language's order is its own.
  record Between(EventPredicate.Range range) implements ValueTest {
    @Override
    public Verdict on(@Nullable Object value) {
      if (value == null) {
        return Verdict.NO;
      }
      Object low = range.low();
      Object high = range.high();
      if ((low != null && !comparable(value, low)) || (high != null && !comparable(value, high))) {
        return Verdict.MAYBE;
      }
      boolean above =
          low == null
              || Values.less(low, value)
              || (range.lowInclusive() && Values.equal(low, value));
      boolean below =
          high == null
              || Values.less(value, high)
              || (range.highInclusive() && Values.equal(value, high));
      return Verdict.of(above && below);
    }

    private static boolean comparable(Object a, Object b) {
      return (a instanceof Number && b instanceof Number)
          || (a instanceof VqlString && b instanceof VqlString)
          || (a instanceof Instant && b instanceof Instant);
    }

    @Override
    public boolean isExact() {
      return false;
    }
  }

  record True() implements ValueTest {
    @Override
    public Verdict on(@Nullable Object value) {
      return Values.same(value, EventPaths.UNDECIDED)
          ? Verdict.MAYBE
          : Verdict.of(Values.truth(value));
    }

    @Override
    public boolean isExact() {
      return true;
    }
  }

  /// Decides strings, and arrays of nothing but strings; how other values are searched is a matter
  /// of the evaluator. No pattern finds NULL.
  record Found(Regex regex) implements ValueTest {
    @Override
    public Verdict on(@Nullable Object value) {
      return switch (value) {
        case null -> Verdict.NO;
        case VqlString text -> Verdict.of(regex.find(text.bytes()));
        case List<?> list -> {
          Verdict any = Verdict.NO;
          for (Object element : list) {
            Verdict one = on(element);
            if (one == Verdict.YES) {
              yield one;
            }
            any = one == Verdict.MAYBE ? one : any;
          }
          yield any;
        }
        default -> Verdict.MAYBE;
      };
    }

    @Override
    public boolean isExact() {
      return false;
    }
  }

  /// Left to the evaluator.
  record Undecided() implements ValueTest {
    @Override
    public Verdict on(@Nullable Object value) {
      return Verdict.MAYBE;
    }

    @Override
    public boolean isExact() {
      return false;
    }
  }

  static ValueTest matching(EventPredicate.Matches matches) {
    try {
      return Regex.matchesEverything(matches.regex())
          ? new Undecided()
          : new Found(Regex.of(matches.regex()));
    } catch (RegexException notAPattern) {
      // the evaluator says so
      return new Undecided();
    }
  }
}
