package dev.spoor.server.query;

import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.vql.catalog.PermissionCheck;
import java.util.Optional;

/// Rights inside VQL: those that the principal of the plan holds. A principal is immutable, so they
/// cannot change in a run; a permission that this server does not know is held by nobody.
public final class QueryRights {
  public static final PermissionCheck CHECK =
      (principal, needed, position) ->
          principal instanceof Principal who
              && needed.stream()
                  .allMatch(
                      name -> {
                        Optional<Permission> permission = Permission.find(name);
                        return permission.isPresent()
                            && who.permissions().contains(permission.get());
                      });

  private QueryRights() {}
}
