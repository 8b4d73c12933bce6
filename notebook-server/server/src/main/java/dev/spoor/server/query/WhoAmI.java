package dev.spoor.server.query;

import dev.spoor.server.identity.Principal;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.value.VqlString;

/// `whoami()`: the name of the one for whom a query runs.
final class WhoAmI {
  static final VqlFunction FUNCTION =
      VqlFunction.of(
          Signature.named("whoami", "The name of the one for whom the query runs.")
              .needs(Permissions.none())
              .build(),
          call ->
              switch (call.run().principal()) {
                case Principal.User user -> VqlString.of(user.name());
                case Principal.Token token -> VqlString.of(token.owner().name());
                case Principal other -> VqlString.of(other.auditName());
                default -> VqlString.EMPTY;
              });

  private WhoAmI() {}
}
