package dev.spoor.vql;

import dev.spoor.vql.analysis.Checker;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.library.CoreLibrary;
import dev.spoor.vql.syntax.Issue;
import dev.spoor.vql.syntax.ParseResult;
import dev.spoor.vql.syntax.Parser;
import dev.spoor.vql.syntax.Printer;
import dev.spoor.vql.syntax.Statement;
import java.util.List;
import java.util.Set;

/// The language's front door: text to tree, problems of a text, canonical text.
public final class Vql {
  private Vql() {}

  /// Parses a program; never throws for a bad text.
  public static ParseResult parse(String text) {
    return Parser.program(text);
  }

  /// All problems of a text: syntax, then unknown functions, plugins and arguments with "did you
  /// mean".
  public static List<Issue> check(String text, Catalog catalog) {
    return Checker.check(parse(text), catalog, Set.of());
  }

  /// As {@link #check(String, Catalog)}, where these names are defined outside of the text.
  public static List<Issue> check(String text, Catalog catalog, Set<String> names) {
    return Checker.check(parse(text), catalog, names);
  }

  /// The canonical text of a statement.
  public static String format(Statement statement) {
    return Printer.print(statement);
  }

  /// Every permission that a program can need, computed from its calls. Calls of what the catalog
  /// does not know need nothing.
  public static Permissions requiredPermissions(List<Statement> program, Catalog catalog) {
    return Checker.permissions(program, catalog);
  }

  /// The functions and plugins of the language that need no machine.
  public static Catalog pureCatalog() {
    return CoreLibrary.catalog();
  }
}
