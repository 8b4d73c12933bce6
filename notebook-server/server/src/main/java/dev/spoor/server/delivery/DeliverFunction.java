package dev.spoor.server.delivery;

import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.VqlString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// `deliver(target=, text=, event=)`: queues a message and gives the id of the delivery.
public final class DeliverFunction implements VqlFunction {
  public static final String NAME = "deliver";

  private static final Signature SIGNATURE =
      Signature.named(NAME, "Queue a message to a delivery target; gives the delivery's id.")
          .required("target", ArgumentType.STRING, "Name of a delivery target.")
          .required("text", ArgumentType.STRING, "What happened, in one sentence.")
          .optional("event", ArgumentType.DICT, "The row that the message is about.")
          .needs(Permissions.of(Permission.DELIVER.name()))
          .sideEffects()
          .build();

  private final BiFunction<Principal, DeliveryRequest, String> queue;

  /// @param queue takes a message for whom the query runs for; gives the delivery's id
  public DeliverFunction(BiFunction<Principal, DeliveryRequest, String> queue) {
    this.queue = queue;
  }

  /// Queues each message in a transaction of its own: for cells and single queries.
  public static DeliverFunction queueing(Deliveries deliveries) {
    return new DeliverFunction(
        (principal, request) -> deliveries.queueFor(principal).enqueue(request));
  }

  /// Known by name only: for checks of texts.
  public static DeliverFunction absent() {
    return new DeliverFunction((principal, request) -> "");
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public @Nullable Object call(FunctionCall call) {
    Row event = call.dict("event");
    String json = event == null ? null : Json.write(event);
    if (!(call.run().principal() instanceof Principal principal)) {
      throw call.refuse("nobody delivers here");
    }
    DeliveryRequest request =
        new DeliveryRequest(
            call.text("target"), call.text("text"), eventId(event, call.text("text")), json);
    try {
      return VqlString.of(queue.apply(principal, request));
    } catch (SpoorException e) {
      throw call.refuse(String.valueOf(e.getMessage()));
    }
  }

  /// What the message is about: the event as the client's system numbers it, so that a client whose
  /// event comes in two streams is told of once; else our id of the row; else the row's content.
  private static String eventId(@Nullable Row event, String text) {
    Object nativeId = event == null ? null : event.get("_NativeId");
    Object client = event == null ? null : event.get("ClientId");
    if (nativeId instanceof VqlString known && client instanceof VqlString where) {
      return where + "/" + known;
    }
    Object id = event == null ? null : event.get("_EventId");
    if (id instanceof VqlString known) {
      return known.toString();
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      if (event != null) {
        digest.update(Json.writeBytes(event));
      }
      return "sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
