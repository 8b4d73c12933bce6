package dev.spoor.vql;

import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.syntax.Issue;
import dev.spoor.vql.syntax.ParseResult;
import dev.spoor.vql.syntax.Statement;
import java.util.List;

/// The language's front door: text to tree, problems of a text, canonical text.
public final class Vql {
  private Vql() {}

  /// Parses a program; never throws for a bad text.
  public static ParseResult parse(String text) {
    throw new UnsupportedOperationException("the parser comes with the next commit");
  }

  /// All problems of a text: syntax, then unknown functions, plugins and arguments with "did you
  /// mean".
  public static List<Issue> check(String text, Catalog catalog) {
    throw new UnsupportedOperationException("the analysis comes with the next commit");
  }

  /// The canonical text of a statement.
  public static String format(Statement statement) {
    throw new UnsupportedOperationException("the printer comes with the next commit");
  }

  /// Every permission that a program can need, computed from its calls. Calls of what the catalog
  /// does not know need nothing.
  public static Permissions requiredPermissions(List<Statement> program, Catalog catalog) {
    throw new UnsupportedOperationException("the analysis comes with the next commit");
  }
}
