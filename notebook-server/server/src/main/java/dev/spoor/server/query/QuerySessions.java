package dev.spoor.server.query;

import dev.spoor.server.access.Authority;
import dev.spoor.server.client.Clients;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.vql.catalog.Catalog;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Runs VQL on the server on a bounded pool of platform threads, fair between users. Thread-safe.
public final class QuerySessions implements AutoCloseable {
  private static final int RUNNING_PER_USER = 4;
  private static final int WAITING_PER_USER = 200;
  private static final long STACK_BYTES = 16L << 20;

  private final QueryExecution execution;
  private final FairQueue queue = new FairQueue(RUNNING_PER_USER, WAITING_PER_USER);
  private final Set<QueryRun> running = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new ArrayList<>();
  private final int size;

  /// @param catalog what queries may call; `source()`, `monitoring()` and `parallelize()` are added
  ///   here
  public QuerySessions(
      Catalog catalog, EventStore store, Clients clients, InstantSource clock, int threads) {
    this(catalog, store, clients, clock, threads, UnaryOperator.identity());
  }

  /// @param more adds what is made of the whole catalog: the artifacts that call it
  public QuerySessions(
      Catalog catalog,
      EventStore store,
      Clients clients,
      InstantSource clock,
      int threads,
      UnaryOperator<Catalog> more) {
    this.execution = new QueryExecution(catalog, store, clients, clock, more);
    this.size = threads;
  }

  public void start() {
    for (int i = 0; i < size; i++) {
      Thread thread =
          Thread.ofPlatform()
              .name("query-" + i)
              .daemon()
              .stackSize(STACK_BYTES)
              .unstarted(this::work);
      threads.add(thread);
      thread.start();
    }
  }

  /// Everything that a query on this server can call; for checks, help and completion.
  public Catalog catalog() {
    return execution.catalog();
  }

  /// Queues a run. Refuses a principal without the right to query.
  public QueryRun submit(QueryRequest request, QueryListener listener) {
    Authority.require(request.principal(), Permission.QUERY, "run queries");
    QueryRun run = new QueryRun(request, listener);
    String user = user(request.principal());
    run.whenCancelledWaiting(
        () -> {
          if (queue.remove(user, run)) {
            run.finish(QueryExecution.cancelledBeforeStart());
          }
        });
    queue.add(user, run);
    return run;
  }

  /// Runs that have begun and not ended.
  public List<QueryRun> running() {
    return List.copyOf(running);
  }

  /// What runs now, the slowest first: all of it for who administers the server, else one's own.
  public List<RunningQuery> running(Principal principal) {
    return running.stream()
        .filter(run -> mayTouch(principal, run))
        .map(RunningQuery::of)
        .sorted(Comparator.comparing(RunningQuery::elapsed).reversed())
        .toList();
  }

  /// Cancels a run by its number; what it was.
  public RunningQuery cancel(Principal principal, long number) {
    QueryRun found =
        running.stream()
            .filter(run -> run.number() == number && mayTouch(principal, run))
            .findFirst()
            .orElseThrow(
                () ->
                    new SpoorException(
                        ErrorCode.NOT_FOUND, "query " + number + " does not run (any more)"));
    RunningQuery was = RunningQuery.of(found);
    found.cancel();
    return was;
  }

  private static boolean mayTouch(Principal principal, QueryRun run) {
    return Authority.allows(principal, Permission.SERVER_ADMIN)
        || user(principal).equals(user(run.principal()));
  }

  public int waitingCount() {
    return queue.waitingCount();
  }

  private void work() {
    try {
      for (QueryRun run = queue.take(); run != null; run = queue.take()) {
        running.add(run);
        try {
          execution.run(run);
        } finally {
          running.remove(run);
          queue.done(user(run.principal()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String user(Principal principal) {
    return switch (principal) {
      case Principal.User user -> user.auditName();
      case Principal.Token token -> token.owner().auditName();
      case Principal.Service service -> service.auditName();
      case Principal.Client client -> client.auditName();
      case Principal.System system -> system.auditName();
    };
  }

  /// Cancels what runs and what waits.
  @Override
  public void close() {
    for (QueryRun waiting : queue.close()) {
      waiting.finish(QueryExecution.cancelledBeforeStart());
    }
    running.forEach(QueryRun::cancel);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
