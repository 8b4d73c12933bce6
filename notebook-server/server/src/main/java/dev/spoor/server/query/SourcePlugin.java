package dev.spoor.server.query;

import dev.spoor.server.client.Clients;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.EventPlan;
import dev.spoor.server.event.EventPredicate;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.EventStream;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Pushdown;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.plan.Lazy;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.VqlString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// `source()` and `monitoring()`: the stored events of an artifact, over all clients, some, or
/// those with a label. What WHERE says is offered to the store; what the store decides exactly is
/// not looked at again.
final class SourcePlugin implements VqlPlugin {
  static final String SOURCE = "source";
  static final String MONITORING = "monitoring";

  private static final long VISIBLE_WITHIN_NANOS = 2_000_000_000L;

  private final Signature signature;
  private final EventStore store;
  private final Clients clients;

  SourcePlugin(String name, EventStore store, Clients clients) {
    this.store = store;
    this.clients = clients;
    this.signature =
        Signature.named(name, "The stored rows of an artifact.")
            .optional(
                "artifact", ArgumentType.STRING, "name, or Name/Source; ArtifactName if not given")
            .optional("source", ArgumentType.STRING, "one source of the artifact")
            .optional("client_id", ArgumentType.STRINGS, "only rows about these clients")
            .optional("label", ArgumentType.STRINGS, "only clients with one of these labels")
            .optional("start_time", ArgumentType.TIME, "events that happened from then on")
            .optional("end_time", ArgumentType.TIME, "events that happened before")
            .optional("ingest_start", ArgumentType.TIME, "events received from then on")
            .optional("ingest_end", ArgumentType.TIME, "events received before")
            .optional("start_row", ArgumentType.INT, "how many rows are left out first")
            .optional("count", ArgumentType.INT, "how many rows at most")
            .needs(Permissions.of(Permission.READ_RESULTS.name()))
            .build();
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public RowStream open(PluginCall call) {
    if (!call.has("artifact")
        && call.scope().find(ParallelizePlugin.BATCH) instanceof Query batch) {
      return batch.open(call.scope());
    }
    return open(call, call.pushdown());
  }

  /// The rows that the arguments ask for; `pushdown` is what their reader leaves to the store.
  RowStream open(PluginCall call, Pushdown pushdown) {
    SourceScope scope = SourceScope.of(call.run());
    try {
      return opened(call, scope, pushdown);
    } catch (SpoorException e) {
      throw scope.broken(e);
    }
  }

  private RowStream opened(PluginCall call, SourceScope scope, Pushdown pushdown) {
    awaitVisible(call, scope.lsnBound());
    EventSearch search = search(call, scope);
    List<EventPredicate> parts = new ArrayList<>();
    for (Pushdown.Conjunct conjunct : pushdown.conjuncts()) {
      parts.add(PredicateMapping.of(conjunct.predicate()));
    }
    search = search.withPredicate(new EventPredicate.And(parts)).withColumns(pushdown.columns());
    boolean hasRows = call.has("start_row") || call.has("count");
    if (hasRows) {
      // rows are counted before WHERE, so WHERE must not be decided below
      search = search.withPredicate(new EventPredicate.And(List.of()));
      return new Part(
          new Counted(store.find(search), scope),
          Math.max(0, call.integer("start_row", 0)),
          Math.max(0, call.integer("count", Long.MAX_VALUE)));
    }
    takeExact(call, pushdown, parts, store.explain(search));
    if (pushdown.limit().isPresent()) {
      search = search.withLimit(pushdown.limit().getAsLong());
    }
    return new Counted(store.find(search), scope);
  }

  /// The artifact that is asked for, or the one that the notebook is about.
  private static String name(PluginCall call) {
    if (call.has("artifact")) {
      return call.text("artifact");
    }
    Object known = Lazy.reduce(call.scope().find("ArtifactName"), call.scope());
    if (known instanceof VqlString name && !name.isEmpty()) {
      return name.toString();
    }
    throw call.refuse("Field artifact is required");
  }

  /// Some of the rows, by number.
  private static final class Part implements RowStream {
    private final RowStream rows;
    private final long most;
    private long skip;
    private long given;

    Part(RowStream rows, long skip, long most) {
      this.rows = rows;
      this.skip = skip;
      this.most = most;
    }

    @Override
    public @Nullable Row next() {
      for (; skip > 0; skip--) {
        if (rows.next() == null) {
          return null;
        }
      }
      return given++ < most ? rows.next() : null;
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  private EventSearch search(PluginCall call, SourceScope scope) {
    EventSearch search =
        EventSearch.all()
            .withArtifacts(artifacts(name(call), call.text("source")))
            .withLsnBound(scope.lsnBound());
    boolean hasTimes =
        call.has("start_time")
            || call.has("end_time")
            || call.has("ingest_start")
            || call.has("ingest_end");
    search =
        hasTimes
            ? search
                .withEventTime(TimeRange.between(call.time("start_time"), call.time("end_time")))
                .withIngestTime(
                    TimeRange.between(call.time("ingest_start"), call.time("ingest_end")))
            : search.withEventTime(scope.timeRange());
    Set<ClientId> wanted = clients(call);
    return wanted == null ? search : search.withClients(wanted);
  }

  private Set<String> artifacts(String name, String source) {
    if (!source.isEmpty()) {
      return Set.of(name + "/" + source);
    }
    Set<String> names = new HashSet<>();
    names.add(name);
    for (String stored : store.artifacts()) {
      if (stored.startsWith(name + "/")) {
        names.add(stored);
      }
    }
    return names;
  }

  private @Nullable Set<ClientId> clients(PluginCall call) {
    Set<ClientId> wanted = null;
    if (call.has("client_id")) {
      wanted = new HashSet<>();
      for (String id : call.texts("client_id")) {
        if (ClientId.isValid(id)) {
          wanted.add(new ClientId(id));
        } else {
          call.log(LogLevel.WARN, "client_id: \"" + id + "\" is not a client id");
        }
      }
    }
    if (call.has("label")) {
      Set<ClientId> labelled = new HashSet<>();
      List<String> labels = call.texts("label");
      for (ClientId id : clients.ids()) {
        Set<String> carried = clients.labels(id);
        if (labels.stream().anyMatch(carried::contains)) {
          labelled.add(id);
        }
      }
      if (wanted == null) {
        wanted = labelled;
      } else {
        wanted.retainAll(labelled);
      }
    }
    return wanted;
  }

  private static void takeExact(
      PluginCall call, Pushdown pushdown, List<EventPredicate> parts, EventPlan plan) {
    int next = 0;
    for (int i = 0; i < parts.size(); i++) {
      Pushdown.Conjunct conjunct = pushdown.conjuncts().get(i);
      int count = parts.get(i).conjuncts().size();
      boolean exact = true;
      for (int k = 0; k < count; k++) {
        EventPlan.Conjunct planned = plan.conjuncts().get(next++);
        exact &= planned.exact();
        call.log(LogLevel.DEBUG, conjunct.text() + ": " + planned.how());
      }
      if (exact) {
        conjunct.takeExactly();
      }
    }
  }

  /// A snapshot's last rows may still be on their way from the journal to the store.
  private void awaitVisible(PluginCall call, long bound) {
    if (bound == Long.MAX_VALUE) {
      return;
    }
    long deadline = System.nanoTime() + VISIBLE_WITHIN_NANOS;
    while (store.visibleUpTo() < bound && System.nanoTime() < deadline) {
      call.cancellation().check();
      LockSupport.parkNanos(1_000_000);
    }
    if (store.visibleUpTo() < bound) {
      call.log(
          LogLevel.WARN,
          (bound - store.visibleUpTo()) + " rows just received are not searchable yet");
    }
  }

  /// The store's stream, its scan counted into the run's.
  private static final class Counted implements RowStream {
    private final EventStream events;
    private final SourceScope scope;
    private final LongSupplier count;

    Counted(EventStream events, SourceScope scope) {
      this.events = events;
      this.scope = scope;
      this.count = events::scanned;
      scope.scanned().add(count);
    }

    @Override
    public @Nullable Row next() {
      try {
        return events.next();
      } catch (SpoorException e) {
        throw scope.broken(e);
      }
    }

    @Override
    public void close() {
      events.close();
      scope.scanned().remove(count);
    }
  }
}
