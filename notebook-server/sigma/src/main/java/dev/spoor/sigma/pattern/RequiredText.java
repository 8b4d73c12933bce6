package dev.spoor.sigma.pattern;

import dev.spoor.vql.regex.RegexTree;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Texts of which one must stand in whatever a regular expression matches.
public final class RequiredText {
  private static final int MIN_LENGTH = 3;
  private static final int MAX_CHOICES = 40;

  private RequiredText() {}

  /// Folded texts of at least three characters; empty if nothing can be said.
  public static Set<String> of(RegexTree tree) {
    Set<String> texts = need(tree);
    return texts == null ? Set.of() : texts;
  }

  /// Folded texts, however short, that all stand in whatever the expression matches: a quick look
  /// for them saves a slow one for the expression.
  public static List<String> all(RegexTree tree) {
    Set<String> found = new LinkedHashSet<>();
    collect(tree, found);
    return List.copyOf(found);
  }

  private static void collect(RegexTree tree, Set<String> found) {
    switch (tree) {
      case RegexTree.Group group -> collect(group.body(), found);
      case RegexTree.Repeat repeat when repeat.min() > 0 -> collect(repeat.body(), found);
      case RegexTree.Literal literal ->
          found.add(Fold.fold(Character.toString(literal.codePoint())));
      case RegexTree.Concat concat -> {
        StringBuilder run = new StringBuilder();
        for (RegexTree part : concat.parts()) {
          RegexTree bare = part instanceof RegexTree.Group g ? g.body() : part;
          int only = bare instanceof RegexTree.CharClass c ? letter(c) : -1;
          if (bare instanceof RegexTree.Literal literal) {
            run.appendCodePoint(literal.codePoint());
          } else if (only >= 0) {
            run.appendCodePoint(only);
          } else {
            flush(run, found);
            collect(part, found);
          }
        }
        flush(run, found);
      }
      default -> {}
    }
  }

  private static void flush(StringBuilder run, Set<String> found) {
    if (!run.isEmpty()) {
      found.add(Fold.fold(run.toString()));
      run.setLength(0);
    }
  }

  private static @Nullable Set<String> need(RegexTree tree) {
    return switch (tree) {
      case RegexTree.Group group -> need(group.body());
      case RegexTree.Repeat repeat -> repeat.min() > 0 ? need(repeat.body()) : null;
      case RegexTree.Literal literal -> null;
      case RegexTree.Concat concat -> concat(concat);
      case RegexTree.Alternate alternate -> {
        Set<String> all = new LinkedHashSet<>();
        for (RegexTree choice : alternate.choices()) {
          Set<String> one = need(choice);
          if (one == null) {
            yield null;
          }
          all.addAll(one);
        }
        yield all.size() > MAX_CHOICES ? null : all;
      }
      default -> null;
    };
  }

  private static @Nullable Set<String> concat(RegexTree.Concat concat) {
    Set<String> best = null;
    StringBuilder run = new StringBuilder();
    for (RegexTree part : concat.parts()) {
      RegexTree bare = part instanceof RegexTree.Group g ? g.body() : part;
      int only = bare instanceof RegexTree.CharClass c ? letter(c) : -1;
      if (bare instanceof RegexTree.Literal literal) {
        run.appendCodePoint(literal.codePoint());
      } else if (only >= 0) {
        run.appendCodePoint(only);
      } else {
        best = better(best, run);
        run.setLength(0);
        best = better(best, need(part));
      }
    }
    return better(best, run);
  }

  /// The letter of a class such as `[Rr]`; -1 for any other class.
  private static int letter(RegexTree.CharClass c) {
    int letter = -1;
    for (RegexTree.Part part : c.parts()) {
      if (c.negated()
          || !(part instanceof RegexTree.Range range)
          || range.from() != range.to()
          || range.from() > Character.MAX_VALUE) {
        return -1;
      }
      int folded = Fold.fold((char) range.from());
      if (letter >= 0 && letter != folded) {
        return -1;
      }
      letter = folded;
    }
    return letter;
  }

  private static @Nullable Set<String> better(@Nullable Set<String> best, StringBuilder run) {
    return run.length() < MIN_LENGTH ? best : better(best, Set.of(Fold.fold(run.toString())));
  }

  private static @Nullable Set<String> better(@Nullable Set<String> a, @Nullable Set<String> b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return shortest(a) - 2 * a.size() >= shortest(b) - 2 * b.size() ? a : b;
  }

  private static int shortest(Set<String> texts) {
    return texts.stream().mapToInt(String::length).min().orElse(0);
  }
}
