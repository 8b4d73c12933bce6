package dev.spoor.sigma.match;

import dev.spoor.vql.regex.RegexTree;
import org.jspecify.annotations.Nullable;

/// Patterns such as `.{1000,}`, which ask only for a long line: an automaton takes milliseconds for
/// what counting does in one pass.
final class LongRun {
  private LongRun() {}

  /// The length that the pattern asks for; -1 if it asks for anything else.
  static int of(RegexTree tree) {
    return tree instanceof RegexTree.Repeat repeat
            && repeat.body() instanceof RegexTree.Any any
            && !any.withLineFeed()
        ? repeat.min()
        : -1;
  }

  /// True if a line of the text has that many characters.
  static boolean isIn(@Nullable String text, int length) {
    if (text == null) {
      return false;
    }
    int run = 0;
    for (int i = 0; i < text.length() && run < length; i++) {
      char c = text.charAt(i);
      run = c == '\n' ? 0 : Character.isLowSurrogate(c) ? run : run + 1;
    }
    return run >= length;
  }
}
