package dev.spoor.vql.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// A regular expression as `=~` uses it: RE2 syntax, case-insensitive, unanchored, over bytes.
/// Immutable and safe for many threads.
public final class Regex {
  private final String source;
  private final Pattern pattern;
  private final boolean everything;

  private Regex(String source, Pattern pattern) {
    this.source = source;
    this.pattern = pattern;
    this.everything = matchesEverything(source);
  }

  /// True for the patterns that match without a look at the target, NULL included.
  public static boolean matchesEverything(String source) {
    return source.isEmpty() || source.equals(".") || source.equals(".*");
  }

  /// Throws {@link RegexException} for a pattern that is not RE2 syntax.
  public static Regex of(String source) {
    try {
      return new Regex(source, Pattern.compile(source, Pattern.CASE_INSENSITIVE));
    } catch (PatternSyntaxException e) {
      throw new RegexException(
          e.getMessage() == null ? "not a regular expression" : e.getMessage(), 0);
    }
  }

  public String source() {
    return source;
  }

  public Pattern pattern() {
    return pattern;
  }

  public boolean isEverything() {
    return everything;
  }

  /// True if the pattern is found anywhere in the text.
  public boolean find(byte[] utf8) {
    return everything || pattern.matcher(utf8).find();
  }
}
