package dev.spoor.vql.syntax;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects the issues of one text; stops the parser when there are too many.
final class Problems {
  private static final int MAX_ISSUES = 100;

  /// Thrown to give up a statement, or the whole text.
  static final class Abort extends RuntimeException {
    private final boolean fatal;

    Abort(boolean fatal) {
      super(null, null, false, false);
      this.fatal = fatal;
    }

    boolean isFatal() {
      return fatal;
    }
  }

  private final String text;
  private final List<Issue> issues = new ArrayList<>();

  Problems(String text) {
    this.text = text;
  }

  void error(String message, int from, int length) {
    error(message, from, length, null);
  }

  void error(String message, int from, int length, @Nullable Fix fix) {
    add(new Issue(Severity.ERROR, message, SourcePosition.of(text, from, length), fix));
    if (issues.size() >= MAX_ISSUES) {
      throw new Abort(true);
    }
  }

  void warning(String message, int from, int length, @Nullable Fix fix) {
    add(new Issue(Severity.WARNING, message, SourcePosition.of(text, from, length), fix));
  }

  private void add(Issue issue) {
    // one fault at one place is enough
    for (Issue known : issues) {
      if (known.position().offset() == issue.position().offset()
          && known.severity() == issue.severity()) {
        return;
      }
    }
    issues.add(issue);
  }

  /// Reports and gives up the statement.
  Abort abort(String message, int from, int length, @Nullable Fix fix) {
    error(message, from, length, fix);
    return new Abort(false);
  }

  /// Reports and gives up the text.
  Abort fatal(String message, int from, int length) {
    error(message, from, length, null);
    return new Abort(true);
  }

  List<Issue> sorted() {
    List<Issue> sorted = new ArrayList<>(issues);
    sorted.sort(Comparator.comparingInt(issue -> issue.position().offset()));
    return sorted;
  }
}
