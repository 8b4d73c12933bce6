package dev.spoor.server.query;

import dev.spoor.server.client.Clients;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.EventPredicate;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.identity.Permission;
import dev.spoor.vql.catalog.ArgumentType;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `source()` and `monitoring()`: the stored events of an artifact, over all clients, some, or
/// those with a label. What WHERE says is offered to the store; what the store decides exactly is
/// not looked at again.
final class SourcePlugin implements VqlPlugin {
  static final String SOURCE = "source";
  static final String MONITORING = "monitoring";

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
            .optional("client_id", ArgumentType.STRINGS, StoreScan.CLIENT_ID)
            .optional("label", ArgumentType.STRINGS, StoreScan.LABEL)
            .optional("start_time", ArgumentType.TIME, StoreScan.START_TIME)
            .optional("end_time", ArgumentType.TIME, StoreScan.END_TIME)
            .optional("ingest_start", ArgumentType.TIME, StoreScan.INGEST_START)
            .optional("ingest_end", ArgumentType.TIME, StoreScan.INGEST_END)
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
    StoreScan.awaitVisible(call, store, scope.lsnBound());
    List<EventPredicate> parts = StoreScan.parts(pushdown);
    EventSearch search =
        search(call, scope)
            .withPredicate(new EventPredicate.And(parts))
            .withColumns(pushdown.columns());
    boolean hasRows = call.has("start_row") || call.has("count");
    if (hasRows) {
      // rows are counted before WHERE, so WHERE must not be decided below
      search = search.withPredicate(new EventPredicate.And(List.of()));
      return new Part(
          new StoreScan.Counted(store.find(search), scope),
          Math.max(0, call.integer("start_row", 0)),
          Math.max(0, call.integer("count", Long.MAX_VALUE)));
    }
    StoreScan.takeExact(call, pushdown, parts, store.explain(search));
    if (pushdown.limit().isPresent()) {
      search = search.withLimit(pushdown.limit().getAsLong());
    }
    return new StoreScan.Counted(store.find(search), scope);
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
    return StoreScan.search(call, scope, clients)
        .withArtifacts(artifacts(name(call), call.text("source")));
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
}
