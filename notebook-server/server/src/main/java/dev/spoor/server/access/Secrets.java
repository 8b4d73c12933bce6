package dev.spoor.server.access;

import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/// Webhook addresses, tokens and the like, by name; written and sent, never read back. Thread-safe.
public final class Secrets {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int LONGEST = 8192;

  private final Database database;
  private final Audit audit;
  private final InstantSource clock;
  private final SecretBox box;
  private final List<Uses> needs = new CopyOnWriteArrayList<>();

  /// A secret as it may be shown.
  public record Listed(String name, Set<String> hosts, Instant updated) {}

  public Secrets(Database database, Audit audit, InstantSource clock, Path keyFile) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.box = SecretBox.open(keyFile);
  }

  /// Creates or replaces. Without hosts, a URL is pinned to its own host; anything else needs some.
  public void put(Principal principal, String name, String value, Collection<String> hosts) {
    Authority.require(principal, Permission.SECRET_WRITE, "write secrets");
    if (!NAME.matcher(name).matches()) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "secret name \"" + name + "\" must hold at most 64 letters, digits and . _ -");
    }
    if (value.isBlank() || value.length() > LONGEST) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "secret \"" + name + "\" must have between 1 and " + LONGEST + " characters");
    }
    Set<String> pinned = pinned(name, value, hosts);
    byte[] sealed = box.seal(value, boundTo(name, pinned));
    database.write(
        tx -> {
          Object before =
              SqlSecrets.find(tx, name).map(row -> Map.of("hosts", row.hosts())).orElse(null);
          SqlSecrets.put(tx, name, pinned, sealed, clock.instant());
          audit.record(tx, principal, "secret.write", name, before, Map.of("hosts", pinned));
          return null;
        });
  }

  public List<Listed> list(Principal principal) {
    Authority.require(principal, Permission.SECRET_WRITE, "list secrets");
    return database.read(SqlSecrets::all).stream()
        .map(row -> new Listed(row.name(), row.hosts(), row.updated()))
        .toList();
  }

  /// Who needs a secret; asked before one is deleted. Gives what it is needed for.
  public interface Uses {
    List<String> uses(Transaction tx, String secret);
  }

  /// Features name what they need secrets for.
  public void onDelete(Uses need) {
    needs.add(need);
  }

  /// Deletes one that nothing needs any more.
  public void delete(Principal principal, String name) {
    Authority.require(principal, Permission.SECRET_WRITE, "delete secrets");
    database.write(
        tx -> {
          SqlSecrets.Row row =
              SqlSecrets.find(tx, name)
                  .orElseThrow(
                      () ->
                          new SpoorException(
                              ErrorCode.NOT_FOUND, "secret \"" + name + "\" does not exist"));
          List<String> uses = needs.stream().flatMap(need -> need.uses(tx, name).stream()).toList();
          if (!uses.isEmpty()) {
            throw new SpoorException(
                ErrorCode.CONFLICT,
                "secret \"" + name + "\" is needed by " + String.join(", ", uses));
          }
          SqlSecrets.delete(tx, name);
          audit.record(tx, principal, "secret.delete", name, Map.of("hosts", row.hosts()), null);
          return null;
        });
  }

  public boolean exists(Transaction tx, String name) {
    return SqlSecrets.find(tx, name).isPresent();
  }

  /// For delivery alone: the secret, ready to be sent.
  public SecretValue open(Transaction tx, String name) {
    SqlSecrets.Row row =
        SqlSecrets.find(tx, name)
            .orElseThrow(
                () ->
                    new SpoorException(
                        ErrorCode.NOT_FOUND, "secret \"" + name + "\" does not exist"));
    return new SecretValue(name, row.hosts(), box.unseal(row.sealed(), boundTo(name, row.hosts())));
  }

  private static Set<String> pinned(String name, String value, Collection<String> hosts) {
    Set<String> pinned = new TreeSet<>();
    for (String host : hosts) {
      pinned.add(host.strip().toLowerCase(Locale.ROOT));
    }
    if (pinned.isEmpty()) {
      try {
        String host = new URI(value.strip()).getHost();
        if (host != null) {
          pinned.add(host.toLowerCase(Locale.ROOT));
        }
      } catch (URISyntaxException e) {
        pinned.clear();
      }
    }
    if (pinned.isEmpty() || pinned.contains("")) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "secret \"" + name + "\" must name the hosts that it may be sent to");
    }
    return pinned;
  }

  private static String boundTo(String name, Set<String> hosts) {
    return name + "\n" + String.join("\n", new TreeSet<>(hosts));
  }
}
