package dev.spoor.vql.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// A regular expression as `=~` uses it: RE2 syntax, unanchored, over bytes; case-insensitive
/// unless asked otherwise. Immutable and safe for many threads.
public final class Regex {
  private final String source;
  private final RegexTree tree;
  private final Pattern pattern;
  private final boolean everything;
  private final @Nullable FoldedLiteral literal;

  private Regex(String source, RegexTree tree, Pattern pattern) {
    this.source = source;
    this.tree = tree;
    this.pattern = pattern;
    this.everything = matchesEverything(source);
    this.literal = FoldedLiteral.of(tree);
  }

  /// True for the patterns that match without a look at the target, NULL included.
  public static boolean matchesEverything(String source) {
    return source.isEmpty() || source.equals(".") || source.equals(".*");
  }

  /// Throws {@link RegexException} for a pattern that is not RE2 syntax or too large.
  public static Regex of(String source) {
    return of(source, true);
  }

  /// As {@link #of(String)}, in the case as written unless `foldCase`.
  public static Regex of(String source, boolean foldCase) {
    RegexTree tree = RegexParser.parse(source, foldCase);
    try {
      int flags = foldCase ? Pattern.CASE_INSENSITIVE : 0;
      return new Regex(source, tree, Pattern.compile(source, flags));
    } catch (PatternSyntaxException e) {
      throw new RegexException(
          e.getMessage() == null ? "not a regular expression" : e.getMessage(), 0);
    }
  }

  public String source() {
    return source;
  }

  public RegexTree tree() {
    return tree;
  }

  public Pattern pattern() {
    return pattern;
  }

  public boolean isEverything() {
    return everything;
  }

  /// True if the pattern is found anywhere in the text.
  public boolean find(byte[] utf8) {
    if (everything) {
      return true;
    }
    FoldedLiteral fast = literal;
    if (fast != null) {
      int answer = fast.find(utf8);
      if (answer != FoldedLiteral.CANNOT_SAY) {
        return answer == FoldedLiteral.FOUND;
      }
    }
    return pattern.matcher(utf8).find();
  }
}
