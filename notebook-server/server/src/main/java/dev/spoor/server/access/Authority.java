package dev.spoor.server.access;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where a right is checked; every entry point of a feature and every route asks
/// here.
public final class Authority {
  private static final Logger LOG = LoggerFactory.getLogger(Authority.class);

  private Authority() {}

  public static boolean allows(Principal principal, Permission permission) {
    return principal.permissions().contains(permission);
  }

  /// Refuses with FORBIDDEN unless the principal holds the permission. `what` finishes the sentence
  /// "anna may not …", for example "read clients".
  public static void require(Principal principal, Permission permission, String what) {
    if (!allows(principal, permission)) {
      LOG.info("refused {}: {} needs {}", principal.auditName(), what, permission);
      throw new SpoorException(
          ErrorCode.FORBIDDEN,
          principal.auditName() + " may not " + what + ": that needs " + permission);
    }
  }
}
