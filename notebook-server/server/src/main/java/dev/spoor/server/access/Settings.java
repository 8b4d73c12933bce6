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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Settings that are changed while the server runs. Thread-safe.
public final class Settings {
  private static final String PUBLIC_URL = "publicUrl";

  private final Database database;
  private final Audit audit;
  private final Map<String, String> values = new ConcurrentHashMap<>();

  public Settings(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /// Reads all settings; call once before use.
  public void start() {
    database.read(
        tx -> {
          values.putAll(SqlSettings.all(tx));
          return null;
        });
  }

  /// Under which address people reach the pages, without a slash at its end; links in messages need
  /// it.
  public Optional<URI> publicUrl() {
    return Optional.ofNullable(values.get(PUBLIC_URL)).map(URI::create);
  }

  public void setPublicUrl(Principal principal, String value) {
    Authority.require(principal, Permission.SERVER_ADMIN, "change settings");
    URI url = checked(value);
    database.write(
        tx -> {
          put(tx, principal, PUBLIC_URL, url.toString());
          return null;
        });
  }

  private void put(Transaction tx, Principal principal, String name, String value) {
    audit.record(tx, principal, "setting.change", name, values.get(name), value);
    SqlSettings.put(tx, name, value);
    tx.afterCommit(() -> values.put(name, value));
  }

  private static URI checked(String value) {
    try {
      URI url = new URI(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web
          && url.getHost() != null
          && url.getUserInfo() == null
          && url.getPath().isEmpty()
          && url.getQuery() == null
          && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw refused(value, e);
    }
    throw refused(value, null);
  }

  private static SpoorException refused(
      String value, @org.jspecify.annotations.Nullable Throwable cause) {
    return new SpoorException(
        ErrorCode.INVALID_SETTING,
        "publicUrl \"" + value + "\" is not of the form https://host or https://host:port",
        java.util.List.of(),
        cause);
  }
}
