package dev.spoor.server.client;

import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.RunContext;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `clients()`: the enrolled clients, as [ClientRows] shows them.
public final class ClientsPlugin implements VqlPlugin {
  public static final String NAME = "clients";

  private static final Signature SIGNATURE =
      Signature.named(NAME, "The enrolled clients.")
          .optional("search", ArgumentType.STRING, "words; host: label: os: ip: id: tell where")
          .optional("client_id", ArgumentType.STRING, "only this client")
          .optional("start", ArgumentType.INT, "how many are left out first")
          .optional("limit", ArgumentType.INT, "how many at most")
          .optional("count", ArgumentType.INT, "the same as limit")
          .needs(Permissions.of(Permission.READ_RESULTS.name()))
          .build();

  private final Clients clients;

  public ClientsPlugin(Clients clients) {
    this.clients = clients;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  /// Whom a query runs for.
  static Principal principal(RunContext run) {
    if (run.principal() instanceof Principal principal) {
      return principal;
    }
    throw new IllegalStateException("a query on the server runs for a principal");
  }

  @Override
  public RowStream open(PluginCall call) {
    Principal principal = principal(call.run());
    if (call.has("client_id")) {
      return RowStream.of(one(principal, call.text("client_id")).stream().toList());
    }
    long most = call.integer(call.has("limit") ? "limit" : "count", Long.MAX_VALUE);
    Found found = new Found(principal, call.text("search"), most);
    for (long i = call.integer("start", 0); i > 0 && found.hasNext(); i--) {
      found.skip();
    }
    return RowStream.of(found);
  }

  private Optional<Row> one(Principal principal, String id) {
    if (!ClientId.isValid(id)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ClientRows.of(clients.require(principal, new ClientId(id))));
    } catch (SpoorException e) {
      return Optional.empty();
    }
  }

  /// Reads page by page as rows are asked for.
  private final class Found implements Iterator<Row> {
    private final Principal principal;
    private final String search;
    private long left;
    private @Nullable Iterator<Client> page;
    private Optional<String> next = Optional.empty();

    Found(Principal principal, String search, long most) {
      this.principal = principal;
      this.search = search;
      this.left = most;
    }

    @Override
    public boolean hasNext() {
      return left > 0 && clients().hasNext();
    }

    private Iterator<Client> clients() {
      Iterator<Client> known = page;
      if (known == null || (!known.hasNext() && next.isPresent())) {
        ClientPage found =
            clients.find(
                principal, new ClientSearch(search, Optional.empty(), next, ClientSearch.MOST));
        next = found.next();
        known = found.clients().iterator();
        page = known;
      }
      return known;
    }

    void skip() {
      clients().next();
    }

    @Override
    public Row next() {
      left--;
      return ClientRows.of(clients().next());
    }
  }
}
