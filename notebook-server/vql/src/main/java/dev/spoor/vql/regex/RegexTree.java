package dev.spoor.vql.regex;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A regular expression as a tree. What is built from it (a matcher, required parts, automata)
/// needs no text of the pattern.
public sealed interface RegexTree {

  /// Matches the empty string.
  record Empty() implements RegexTree {}

  /// One code point, in any case if folded.
  record Literal(int codePoint, boolean foldCase) implements RegexTree {}

  /// Any code point; a line feed only if said so.
  record Any(boolean withLineFeed) implements RegexTree {}

  /// A set of code points: the union of its parts, or everything else.
  record CharClass(List<Part> parts, boolean negated, boolean foldCase) implements RegexTree {
    public CharClass {
      parts = List.copyOf(parts);
    }
  }

  /// A part of a class.
  sealed interface Part {}

  record Range(int from, int to) implements Part {}

  /// `\d \s \w`, `[:alpha:]`, `\p{Greek}`, perhaps negated.
  record Named(String name, boolean negated) implements Part {}

  /// A place between code points.
  record Assertion(Place place) implements RegexTree {}

  /// The places that an assertion can ask for.
  enum Place {
    BEGIN_TEXT,
    END_TEXT,
    BEGIN_LINE,
    END_LINE,
    WORD_BOUNDARY,
    NO_WORD_BOUNDARY
  }

  /// `(…)`; `index` is 0 for a group that does not capture.
  record Group(RegexTree body, int index, @Nullable String name) implements RegexTree {}

  record Concat(List<RegexTree> parts) implements RegexTree {
    public Concat {
      parts = List.copyOf(parts);
    }
  }

  record Alternate(List<RegexTree> choices) implements RegexTree {
    public Alternate {
      choices = List.copyOf(choices);
    }
  }

  /// @param max -1 for no bound
  record Repeat(RegexTree body, int min, int max, boolean greedy) implements RegexTree {}
}
