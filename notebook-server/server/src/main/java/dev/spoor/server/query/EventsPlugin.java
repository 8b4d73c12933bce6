package dev.spoor.server.query;

import dev.spoor.server.client.Clients;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.EventOrder;
import dev.spoor.server.event.EventPredicate;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.EventTally;
import dev.spoor.server.identity.Permission;
import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Pushdown;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `events()`: the stored events of all artifacts or some, newest first on request. Under a session
/// that only counts, what the store decides by itself is counted there and gives no rows.
final class EventsPlugin implements VqlPlugin {
  static final String NAME = "events";

  private static final Signature SIGNATURE =
      Signature.named(NAME, "The stored rows of all artifacts, or of some.")
          .optional("artifact", ArgumentType.STRINGS, "only these: names, or Name/Source")
          .optional("client_id", ArgumentType.STRINGS, StoreScan.CLIENT_ID)
          .optional("label", ArgumentType.STRINGS, StoreScan.LABEL)
          .optional("start_time", ArgumentType.TIME, StoreScan.START_TIME)
          .optional("end_time", ArgumentType.TIME, StoreScan.END_TIME)
          .optional("ingest_start", ArgumentType.TIME, StoreScan.INGEST_START)
          .optional("ingest_end", ArgumentType.TIME, StoreScan.INGEST_END)
          .optional("newest", ArgumentType.BOOL, "the newest first")
          .optional("oldest", ArgumentType.BOOL, "the oldest first")
          .optional("counted", ArgumentType.BOOL, "only count, where the session counts")
          .needs(Permissions.of(Permission.READ_RESULTS.name()))
          .build();

  private final EventStore store;
  private final Clients clients;

  EventsPlugin(EventStore store, Clients clients) {
    this.store = store;
    this.clients = clients;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public RowStream open(PluginCall call) {
    SourceScope scope = SourceScope.of(call.run());
    try {
      return opened(call, scope, call.pushdown());
    } catch (SpoorException e) {
      throw scope.broken(e);
    }
  }

  private RowStream opened(PluginCall call, SourceScope scope, Pushdown pushdown) {
    StoreScan.awaitVisible(call, store, scope.lsnBound());
    List<EventPredicate> parts = StoreScan.parts(pushdown);
    EventSearch search =
        StoreScan.search(call, scope, clients)
            .withArtifacts(call.has("artifact") ? artifacts(call.texts("artifact")) : null)
            .withPredicate(new EventPredicate.And(parts))
            .withColumns(pushdown.columns())
            .withOrder(order(call));
    boolean isExact = StoreScan.takeExact(call, pushdown, parts, store.explain(search));
    EventTally tally = scope.tally();
    if (tally != null && isExact && call.bool("counted", false)) {
      store.tally(search, tally, () -> !call.cancellation().isCancelled());
      return new None();
    }
    if (pushdown.limit().isPresent()) {
      search = search.withLimit(pushdown.limit().getAsLong());
    }
    return new StoreScan.Counted(store.find(search), scope);
  }

  private static EventOrder order(PluginCall call) {
    if (call.bool("newest", false)) {
      return EventOrder.NEWEST_FIRST;
    }
    return call.bool("oldest", false) ? EventOrder.OLDEST_FIRST : EventOrder.ANY;
  }

  private Set<String> artifacts(List<String> names) {
    Set<String> found = new HashSet<>(names);
    for (String stored : store.artifacts()) {
      int slash = stored.indexOf('/');
      if (slash > 0 && names.contains(stored.substring(0, slash))) {
        found.add(stored);
      }
    }
    return found;
  }

  private record None() implements RowStream {
    @Override
    public @Nullable Row next() {
      return null;
    }

    @Override
    public void close() {}
  }
}
