package dev.spoor.vql;

import dev.spoor.vql.catalog.AggregateContext;
import dev.spoor.vql.catalog.ArgumentException;
import dev.spoor.vql.catalog.Cancellation;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.ForbiddenException;
import dev.spoor.vql.catalog.Lambda;
import dev.spoor.vql.catalog.LimitException;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// What the calls of a session see of it.
final class SessionRun implements RunContext {
  private static final int MAX_LOGGED_ONCE = 10_000;
  private static final int MAX_FORKS = 1_000;
  private static final int MAX_SHARED = 10_000;
  private static final int MAX_EXITS = 100;
  private static final Duration EXIT_TIME = Duration.ofSeconds(30);

  private final VqlSession.Builder settings;
  private final Cancellation session = new Cancellation();
  private final Set<String> logged = ConcurrentHashMap.newKeySet();
  private final Map<Object, Object> shared = new ConcurrentHashMap<>();
  private final Set<Thread> forks = new LinkedHashSet<>();
  private final List<Runnable> exits = new ArrayList<>();
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
    T known = (T) shared.get(key);
    if (known == null && shared.size() >= MAX_SHARED) {
      throw new LimitException(
          LimitException.Limit.MEMORY, "the query keeps more than " + MAX_SHARED + " caches");
    }
    return known != null ? known : (T) shared.computeIfAbsent(key, k -> (Object) initial.get());
  }

  @Override
  public void fork(String name, Runnable work) {
    Thread thread =
        VqlThreads.create(
            "vql-" + name,
            () -> {
              try {
                work.run();
              } catch (ForbiddenException | LimitException e) {
                // never "no rows": what may not be read, or was cut, ends the run
                session.cancel(e);
              } catch (VqlException e) {
                log(LogLevel.DEBUG, name + ": " + e.getMessage());
              } finally {
                synchronized (forks) {
                  forks.remove(Thread.currentThread());
                }
              }
            });
    LimitException tooMany = null;
    synchronized (forks) {
      current.check();
      if (forks.size() < MAX_FORKS) {
        forks.add(thread);
        thread.start();
      } else {
        tooMany =
            new LimitException(
                LimitException.Limit.MEMORY, "the query wants more than " + MAX_FORKS + " threads");
      }
    }
    if (tooMany != null) {
      session.cancel(tooMany);
      throw tooMany;
    }
  }

  @Override
  public void atExit(Runnable work) {
    synchronized (exits) {
      if (exits.size() >= MAX_EXITS || session.isCancelled()) {
        throw new ArgumentException("too late, or more than " + MAX_EXITS + " queries at the end");
      }
      exits.add(work);
    }
  }

  /// Runs what was left for the end. The session is cancelled by now, so it has a handle of its
  /// own.
  void runExits() {
    List<Runnable> all;
    synchronized (exits) {
      all = List.copyOf(exits);
      exits.clear();
    }
    if (all.isEmpty()) {
      return;
    }
    Cancellation ending = new Cancellation();
    Future<?> deadline = StatementRun.schedule(ending, EXIT_TIME);
    current = ending;
    for (Runnable work : all) {
      try {
        work.run();
      } catch (VqlException e) {
        log(LogLevel.ERROR, "atexit: " + e.getMessage());
      } catch (StackOverflowError e) {
        log(LogLevel.ERROR, "atexit: the query needs more stack than its thread has");
      }
    }
    deadline.cancel(false);
    ending.cancel();
    current = session;
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

  @Override
  public void define(String lets, Scope scope) {
    ParseResult parsed = Parser.program(lets);
    if (!parsed.isOk() || !parsed.statements().stream().allMatch(Statement.Let.class::isInstance)) {
      throw new ArgumentException("not a text of LETs");
    }
    Scope outermost = scope;
    for (Scope at = scope.parent(); at != null; at = at.parent()) {
      outermost = at;
    }
    if (!(outermost.variables() instanceof Dict variables)) {
      throw new ArgumentException("nothing can be defined here");
    }
    PlanContext context = context(lets);
    for (Statement statement : parsed.statements()) {
      Executor.run(statement, context, outermost, variables).close();
    }
  }
}
