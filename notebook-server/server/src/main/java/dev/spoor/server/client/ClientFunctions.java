package dev.spoor.server.client;

import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.value.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Functions about one client: `client_info()` and `label()`.
public final class ClientFunctions {
  private static final Signature INFO =
      Signature.named("client_info", "What is known of a client; NULL if it is not enrolled.")
          .required("client_id", ArgumentType.STRING, "its id")
          .needs(Permissions.of(Permission.READ_RESULTS.name()))
          .build();

  private static final Signature LABEL =
      Signature.named("label", "Gives labels to a client or takes them; its labels afterwards.")
          .required("client_id", ArgumentType.STRING, "its id")
          .required("labels", ArgumentType.STRINGS, "the labels")
          .optional("op", ArgumentType.STRING, "set (the default), remove or check")
          .needs(Permissions.of(Permission.LABEL_CLIENT.name(), Permission.READ_RESULTS.name()))
          .sideEffects()
          .build();

  private ClientFunctions() {}

  public static List<VqlFunction> functions(Clients clients) {
    return List.of(
        VqlFunction.of(INFO, call -> info(clients, call)),
        VqlFunction.of(LABEL, call -> label(clients, call)));
  }

  private static @Nullable Object info(Clients clients, FunctionCall call) {
    String id = call.text("client_id");
    if (!ClientId.isValid(id)) {
      return null;
    }
    try {
      return ClientRows.of(clients.require(ClientsPlugin.principal(call.run()), new ClientId(id)));
    } catch (SpoorException e) {
      return null;
    }
  }

  private static @Nullable Object label(Clients clients, FunctionCall call) {
    Principal principal = ClientsPlugin.principal(call.run());
    String text = call.text("client_id");
    if (!ClientId.isValid(text)) {
      throw call.refuse("\"" + text + "\" is not a client id");
    }
    ClientId id = new ClientId(text);
    Set<String> labels = new HashSet<>(call.texts("labels"));
    try {
      return switch (call.text("op", "set")) {
        case "set" -> Values.of(changed(clients, principal, id, labels, Set.of()));
        case "remove" -> Values.of(changed(clients, principal, id, Set.of(), labels));
        case "check" -> clients.require(principal, id).labels().containsAll(labels);
        default -> throw call.refuse("op must be set, remove or check");
      };
    } catch (SpoorException e) {
      throw call.refuse(String.valueOf(e.getMessage()));
    }
  }

  private static List<String> changed(
      Clients clients, Principal principal, ClientId id, Set<String> add, Set<String> remove) {
    return List.copyOf(
        clients.changeLabels(principal, List.of(id), add, remove).getOrDefault(id, Set.of()));
  }
}
