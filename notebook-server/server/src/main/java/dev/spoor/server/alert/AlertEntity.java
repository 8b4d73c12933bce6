package dev.spoor.server.alert;

import dev.spoor.server.identity.ClientId;
import org.jspecify.annotations.Nullable;

/// Whom an alert is about: a client, an account, and the value of the column that tells one
/// detection of the rule from another (a command line, a hash). What is not known is null or empty.
public record AlertEntity(
    @Nullable ClientId client, String account, String keyColumn, String keyValue) {

  public static AlertEntity of(@Nullable ClientId client, String account) {
    return new AlertEntity(client, account, "", "");
  }

  public AlertEntity withKey(String column, String value) {
    return new AlertEntity(client, account, column, value);
  }

  public boolean isEmpty() {
    return client == null && account.isEmpty() && keyValue.isEmpty();
  }
}
