package dev.spoor.vql.analysis;

import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.Parameter;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.syntax.Expr;
import dev.spoor.vql.syntax.Fix;
import dev.spoor.vql.syntax.Issue;
import dev.spoor.vql.syntax.ParseResult;
import dev.spoor.vql.syntax.Severity;
import dev.spoor.vql.syntax.SourcePosition;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.syntax.TreeWalk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Checks the names and arguments of calls against a catalog. What it finds are warnings: the
/// language logs such calls and goes on with NULL or no rows.
public final class Checker extends TreeWalk {
  private final String text;
  private final Catalog catalog;
  private final Set<String> defined = new HashSet<>();
  private final List<Issue> issues = new ArrayList<>();

  private Checker(String text, Catalog catalog) {
    this.text = text;
    this.catalog = catalog;
  }

  /// The issues of a parsed text: those of the parser, then unknown names and arguments.
  public static List<Issue> check(ParseResult parsed, Catalog catalog, Set<String> names) {
    Checker checker = new Checker(parsed.text(), catalog);
    checker.issues.addAll(parsed.issues());
    checker.defined.addAll(names);
    for (Statement statement : parsed.statements()) {
      checker.define(statement);
    }
    parsed.statements().forEach(checker::statement);
    checker.issues.sort(Comparator.comparingInt(issue -> issue.position().offset()));
    return List.copyOf(checker.issues);
  }

  /// Every permission that the calls of a program need.
  public static Permissions permissions(List<Statement> program, Catalog catalog) {
    Set<String> names = new TreeSet<>();
    TreeWalk walk =
        new TreeWalk() {
          @Override
          protected void call(Expr.Call call) {
            VqlFunction function = functionOf(call, catalog);
            if (function != null) {
              names.addAll(function.signature().permissions().names());
            }
            super.call(call);
          }

          @Override
          protected void source(Statement.Source source) {
            VqlPlugin plugin = catalog.plugin(source.dottedName());
            if (plugin != null && source.arguments() != null) {
              names.addAll(plugin.signature().permissions().names());
            }
            super.source(source);
          }
        };
    program.forEach(walk::statement);
    return new Permissions(names);
  }

  private static @Nullable VqlFunction functionOf(Expr.Call call, Catalog catalog) {
    List<Expr.Name> names = call.callee().names();
    return names.size() == 1 ? catalog.function(names.getFirst().value()) : null;
  }

  private void define(Statement statement) {
    if (statement instanceof Statement.Let let) {
      defined.add(let.name().value());
      if (let.parameters() != null) {
        let.parameters().forEach(parameter -> defined.add(parameter.name().value()));
      }
    }
  }

  @Override
  protected void call(Expr.Call call) {
    VqlFunction function = functionOf(call, catalog);
    List<Expr.Name> names = call.callee().names();
    String name = names.getFirst().value();
    if (function != null) {
      arguments(function.signature(), call.arguments(), call.start(), call.end());
    } else if (names.size() == 1 && !defined.contains(name)) {
      int length = names.getFirst().text().length();
      int start = call.start() + (call.callee().negated() ? 1 : 0);
      if (catalog.plugin(name) != null) {
        warn(name + " is a plugin: it stands after FROM", start, length, null);
      } else {
        Set<String> known = new TreeSet<>(catalog.functions().keySet());
        known.addAll(defined);
        unknown("function", name, start, length, known);
      }
    }
    super.call(call);
  }

  @Override
  protected void source(Statement.Source source) {
    String name = source.dottedName();
    VqlPlugin plugin = catalog.plugin(name);
    int length = source.names().stream().mapToInt(n -> n.text().length() + 1).sum() - 1;
    boolean isLet = defined.contains(source.names().getFirst().value());
    if (source.arguments() != null && plugin != null) {
      arguments(plugin.signature(), source.arguments(), source.start(), source.end());
    } else if (source.arguments() != null && !isLet) {
      if (catalog.function(name) != null) {
        warn(name + " is a function, not a plugin", source.start(), length, null);
      } else {
        Set<String> known = new TreeSet<>(catalog.plugins().keySet());
        known.addAll(defined);
        unknown("plugin", name, source.start(), length, known);
      }
    } else if (source.arguments() == null && plugin != null && !isLet) {
      Fix fix = new Fix("add ()", source.end(), 0, "()");
      warn(name + " is a plugin: call it with ()", source.start(), length, fix);
    }
    super.source(source);
  }

  private void arguments(Signature signature, List<Expr.Argument> given, int start, int end) {
    if (given.size() == 1 && given.getFirst().name().value().equals("**")) {
      return;
    }
    Set<String> names = new HashSet<>();
    for (Expr.Argument argument : given) {
      String name = argument.name().value();
      if (!names.add(name)) {
        warn(
            "argument " + name + " twice", argument.start(), argument.name().text().length(), null);
      }
      if (!signature.openArguments() && signature.parameter(name).isEmpty()) {
        List<String> known = signature.parameters().stream().map(Parameter::name).toList();
        unknown(
            "argument of " + signature.name() + "()",
            name,
            argument.start(),
            argument.name().text().length(),
            known);
      }
    }
    for (Parameter parameter : signature.parameters()) {
      if (parameter.required() && !names.contains(parameter.name())) {
        warn(
            signature.name() + "() needs the argument " + parameter.name(),
            start,
            end - start,
            null);
      }
    }
  }

  private void unknown(
      String what, String name, int start, int length, Collection<String> candidates) {
    String meant = Spelling.nearest(name, candidates);
    if (meant == null) {
      warn("unknown " + what + " " + name, start, length, null);
    } else {
      Fix fix = new Fix("replace by " + meant, start, length, meant);
      warn("unknown " + what + " " + name + ": did you mean " + meant + "?", start, length, fix);
    }
  }

  private void warn(String message, int start, int length, @Nullable Fix fix) {
    issues.add(new Issue(Severity.WARNING, message, SourcePosition.of(text, start, length), fix));
  }
}
