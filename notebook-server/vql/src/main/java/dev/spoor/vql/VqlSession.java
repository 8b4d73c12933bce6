package dev.spoor.vql;

import dev.spoor.vql.catalog.AggregateContext;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.LogSink;
import dev.spoor.vql.catalog.PermissionCheck;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.catalog.VqlClock;
import dev.spoor.vql.catalog.VqlLimits;
import dev.spoor.vql.plan.ChainStream;
import dev.spoor.vql.plan.Executor;
import dev.spoor.vql.plan.PlanContext;
import dev.spoor.vql.syntax.ParseResult;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.value.Dialect;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Operators;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Values;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs statements one after another in one scope: LETs stay for the statements after them. One
/// thread runs; `cancel` may come from any. Closing runs the clean-up of the top scope.
///
/// A run uses the stack of the thread that reads its rows: read on a thread of {@link VqlThreads}
/// where texts come from outside.
public final class VqlSession implements AutoCloseable {
  private final SessionRun run;
  private final Dict variables = new Dict();
  private final Scope top;

  private VqlSession(Builder settings) {
    run = new SessionRun(settings);
    settings.env.forEach(variables::set);
    top = Scope.root(run, variables);
  }

  public static Builder builder(Catalog catalog) {
    return new Builder(catalog);
  }

  /// Runs one statement of a parsed text. A LET gives no rows and has happened when this returns.
  /// The stream must be read or closed before the next statement runs. This and reading throw a
  /// {@link dev.spoor.vql.catalog.VqlException} when a permission is refused, a limit is reached or
  /// the session is cancelled.
  public RowStream run(ParseResult program, Statement statement) {
    return start(statement, run.context(program.text()));
  }

  /// As {@link #run(ParseResult, Statement)}, without the text: a refusal then has no exact
  /// position.
  public RowStream run(Statement statement) {
    return start(statement, run.context(""));
  }

  /// Parses a text and runs its statements; the rows of all of them in order, each statement
  /// started when its rows are asked for. Throws {@link dev.spoor.vql.syntax.SyntaxException}.
  public RowStream run(String text) {
    ParseResult program = Vql.parse(text);
    List<Statement> statements = program.orThrow();
    PlanContext context = run.context(text);
    List<Supplier<RowStream>> parts =
        statements.stream()
            .map(statement -> (Supplier<RowStream>) () -> start(statement, context))
            .toList();
    return new ChainStream(parts);
  }

  private RowStream start(Statement statement, PlanContext context) {
    return StatementRun.start(
        run,
        () -> {
          Scope scope = top.withAggregates(Scope.NOTHING, new AggregateContext());
          return Executor.run(statement, context, scope, variables);
        });
  }

  /// The scope that statements run in.
  public Scope scope() {
    return top;
  }

  /// Sets a variable of the top scope.
  public void set(String name, @Nullable Object value) {
    variables.set(name, Values.of(value));
  }

  /// Ends what runs, from any thread: reading throws, a source that waits wakes.
  public void cancel() {
    run.session().cancel();
  }

  @Override
  public void close() {
    run.session().cancel();
    run.joinForks();
    run.runExits();
    run.joinForks();
    top.close();
  }

  /// Settings of a session; the catalog alone is required.
  public static final class Builder {
    final Catalog catalog;
    Object principal = "nobody";
    PermissionCheck permissions = PermissionCheck.DENY_ALL;
    VqlClock clock = VqlClock.of(InstantSource.system());
    LogSink log = LogSink.NONE;
    VqlLimits limits = VqlLimits.DEFAULT;
    Dialect dialect = Dialect.SERVER;
    final Dict env = new Dict();

    private Builder(Catalog catalog) {
      this.catalog = catalog;
    }

    /// Who asks; goes into every plan and, opaque, to the permission check.
    public Builder principal(Object who, PermissionCheck check) {
      principal = who;
      permissions = check;
      return this;
    }

    public Builder clock(VqlClock sessionClock) {
      clock = sessionClock;
      return this;
    }

    public Builder log(LogSink sink) {
      log = sink;
      return this;
    }

    public Builder limits(VqlLimits bounds) {
      limits = bounds;
      return this;
    }

    public Builder dialect(Dialect operators) {
      dialect = operators;
      return this;
    }

    /// A variable of the top scope.
    public Builder env(String name, @Nullable Object value) {
      env.set(name, Values.of(value));
      return this;
    }

    Operators operators() {
      return Operators.of(dialect);
    }

    public VqlSession build() {
      return new VqlSession(this);
    }
  }
}
