package dev.spoor.vql.syntax;

import java.util.List;

/// A text that does not parse, with every issue.
public final class SyntaxException extends RuntimeException {
  private final String text;
  private final List<Issue> issues;

  public SyntaxException(String text, List<Issue> issues) {
    super(
        issues.isEmpty()
            ? "syntax error"
            : issues.getFirst().position() + ": " + issues.getFirst().message());
    this.text = text;
    this.issues = List.copyOf(issues);
  }

  public String text() {
    return text;
  }

  public List<Issue> issues() {
    return issues;
  }
}
