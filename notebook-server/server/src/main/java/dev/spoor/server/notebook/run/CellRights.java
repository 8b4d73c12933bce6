package dev.spoor.server.notebook.run;

import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/// With what rights a cell runs: those of whoever runs it, cut by those of the authors of its text.
/// What changes more than the result of the query needs a cell that the owner of the notebook wrote
/// alone and runs himself.
final class CellRights {
  private static final Set<Permission> WITHOUT_EFFECTS =
      EnumSet.of(
          Permission.READ_RESULTS,
          Permission.QUERY,
          Permission.NOTEBOOK_EDIT,
          Permission.AUDIT_READ,
          Permission.FILESYSTEM_READ,
          Permission.MACHINE_STATE);

  private CellRights() {}

  static Principal cut(
      Principal runner,
      String owner,
      Set<String> authors,
      Function<String, Set<Permission>> rightsOfAuthor) {
    Set<Permission> rights = EnumSet.noneOf(Permission.class);
    rights.addAll(runner.permissions());
    if (!owner.equals(runner.auditName()) || !authors.equals(Set.of(owner))) {
      rights.retainAll(WITHOUT_EFFECTS);
    }
    for (String author : authors) {
      if (!author.equals(runner.auditName())) {
        rights.retainAll(rightsOfAuthor.apply(author));
      }
    }
    return switch (runner) {
      case Principal.User user -> new Principal.User(user.id(), user.name(), user.role(), rights);
      case Principal.Token token ->
          new Principal.Token(token.id(), token.label(), token.owner(), rights);
      case Principal.Service service -> new Principal.Service(service.name(), rights);
      case Principal.Client client -> client;
      case Principal.System system -> system;
    };
  }
}
