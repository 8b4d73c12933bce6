package dev.spoor.vql.syntax;

import java.util.List;

/// What a text parses to: its statements, and all problems at once. With an error among the issues
/// nothing of the text may run; the statements are then those that could be read, for an editor.
public record ParseResult(String text, List<Statement> statements, List<Issue> issues) {
  public ParseResult {
    statements = List.copyOf(statements);
    issues = List.copyOf(issues);
  }

  public boolean isOk() {
    return issues.stream().noneMatch(issue -> issue.severity() == Severity.ERROR);
  }

  /// The statements, or a {@link SyntaxException} with all issues.
  public List<Statement> orThrow() {
    if (!isOk()) {
      throw new SyntaxException(text, issues);
    }
    return statements;
  }
}
