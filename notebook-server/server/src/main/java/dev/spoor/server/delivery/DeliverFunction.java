package dev.spoor.server.delivery;

import dev.spoor.server.identity.Permission;
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

  private final DeliveryQueue queue;

  public DeliverFunction(DeliveryQueue queue) {
    this.queue = queue;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public @Nullable Object call(FunctionCall call) {
    Row event = call.dict("event");
    String json = event == null ? null : Json.write(event);
    return VqlString.of(
        queue.enqueue(
            new DeliveryRequest(
                call.text("target"), call.text("text"), eventId(event, call.text("text")), json)));
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
