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
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Pushdown;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What the plugins over the event store have in common: their arguments, what WHERE leaves to the
/// store, and the count of what was looked at.
final class StoreScan {
  static final String CLIENT_ID = "only rows about these clients";
  static final String LABEL = "only clients with one of these labels";
  static final String START_TIME = "events that happened from then on";
  static final String END_TIME = "events that happened before";
  static final String INGEST_START = "events received from then on";
  static final String INGEST_END = "events received before";

  private static final long VISIBLE_WITHIN_NANOS = 2_000_000_000L;

  private StoreScan() {}

  /// Clients, times and snapshot of a call, over all artifacts.
  static EventSearch search(PluginCall call, SourceScope scope, Clients clients) {
    EventSearch search =
        EventSearch.all().withLsnFrom(scope.lsnFrom()).withLsnBound(scope.lsnBound());
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
    Set<ClientId> wanted = clients(call, clients);
    return wanted == null ? search : search.withClients(wanted);
  }

  /// What WHERE offers, in the words of the store.
  static List<EventPredicate> parts(Pushdown pushdown) {
    List<EventPredicate> parts = new ArrayList<>();
    for (Pushdown.Conjunct conjunct : pushdown.conjuncts()) {
      parts.add(PredicateMapping.of(conjunct.predicate()));
    }
    return parts;
  }

  private static @Nullable Set<ClientId> clients(PluginCall call, Clients clients) {
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

  /// Leaves to the store what it decides exactly; true if that is all of WHERE.
  static boolean takeExact(
      PluginCall call, Pushdown pushdown, List<EventPredicate> parts, EventPlan plan) {
    int next = 0;
    boolean all = true;
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
      all &= exact;
    }
    return all;
  }

  /// A snapshot's last rows may still be on their way from the journal to the store.
  static void awaitVisible(PluginCall call, EventStore store, long bound) {
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
  static final class Counted implements RowStream {
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
