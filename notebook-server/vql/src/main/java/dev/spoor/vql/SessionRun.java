package dev.spoor.vql;

import dev.spoor.vql.catalog.AggregateContext;
import dev.spoor.vql.catalog.ArgumentException;
import dev.spoor.vql.catalog.Cancellation;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.Lambda;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.RunContext;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.catalog.VqlClock;
import dev.spoor.vql.catalog.VqlException;
import dev.spoor.vql.catalog.VqlLimits;
import dev.spoor.vql.plan.ChainStream;
import dev.spoor.vql.plan.Compiler;
import dev.spoor.vql.plan.Executor;
import dev.spoor.vql.plan.PlanContext;
import dev.spoor.vql.syntax.ParseResult;
import dev.spoor.vql.syntax.Parser;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.value.Dialect;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What the calls of a session see of it.
final class SessionRun implements RunContext {
  private static final int MAX_LOGGED_ONCE = 10_000;

  private final VqlSession.Builder settings;
  private final Cancellation session = new Cancellation();
  private final Set<String> logged = ConcurrentHashMap.newKeySet();
  private final Map<Object, Object> shared = new ConcurrentHashMap<>();
  private final List<Thread> forks = new ArrayList<>();
  private volatile Cancellation current = session;

  SessionRun(VqlSession.Builder settings) {
    this.settings = settings;
  }

  Cancellation session() {
    return session;
  }

  /// Makes the handle of the statement that runs now.
  Cancellation begin() {
    Cancellation statement = session.child();
    current = statement;
    return statement;
  }

  /// Takes the handle back when its statement is over.
  void end(Cancellation statement) {
    if (Values.same(current, statement)) {
      current = session;
    }
  }

  PlanContext context(String text) {
    return new PlanContext(
        text, settings.catalog, settings.principal, settings.permissions, settings.operators());
  }

  @Override
  public Object principal() {
    return settings.principal;
  }

  @Override
  public Catalog catalog() {
    return settings.catalog;
  }

  @Override
  public VqlClock clock() {
    return settings.clock;
  }

  @Override
  public VqlLimits limits() {
    return settings.limits;
  }

  @Override
  public Dialect dialect() {
    return settings.dialect;
  }

  @Override
  public Cancellation cancellation() {
    return current;
  }

  @Override
  public Cancellation sessionCancellation() {
    return session;
  }

  @Override
  public void log(LogLevel level, String message) {
    settings.log.log(level, message);
  }

  @Override
  public void logOnce(LogLevel level, String message) {
    if (logged.size() < MAX_LOGGED_ONCE && logged.add(level + message)) {
      settings.log.log(level, message);
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T shared(Object key, Supplier<T> initial) {
    return (T) shared.computeIfAbsent(key, k -> (Object) initial.get());
  }

  @Override
  public void fork(String name, Runnable work) {
    Thread thread =
        VqlThreads.create(
            "vql-" + name,
            () -> {
              try {
                work.run();
              } catch (VqlException e) {
                log(LogLevel.DEBUG, name + ": " + e.getMessage());
              }
            });
    synchronized (forks) {
      forks.removeIf(fork -> !fork.isAlive());
      forks.add(thread);
      thread.start();
    }
  }

  /// Waits until forked work has seen the cancellation; interrupts what does not.
  void joinForks() {
    List<Thread> all;
    synchronized (forks) {
      all = List.copyOf(forks);
    }
    try {
      for (Thread thread : all) {
        thread.join(1_000);
        if (thread.isAlive()) {
          thread.interrupt();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Lambda lambda(String text) {
    ParseResult parsed = Parser.lambda(text);
    if (parsed.isOk() && parsed.statements().getFirst() instanceof Statement.LambdaText lambda) {
      return new Compiler(context(text)).lambda(lambda);
    }
    throw new ArgumentException("not a lambda: " + parsed.issues().getFirst().message());
  }

  @Override
  public Query program(String text) {
    ParseResult parsed = Parser.program(text);
    if (!parsed.isOk()) {
      throw new ArgumentException(
          "not a query: "
              + parsed.issues().getFirst().position()
              + ": "
              + parsed.issues().getFirst().message());
    }
    PlanContext context = context(text);
    return scope -> {
      Dict variables = new Dict();
      Scope inner = scope.withAggregates(variables, new AggregateContext());
      List<Supplier<RowStream>> parts = new ArrayList<>();
      for (Statement statement : parsed.statements()) {
        parts.add(() -> Executor.run(statement, context, inner, variables));
      }
      return new ChainStream(parts);
    };
  }
}
