package dev.spoor.server.alert;

import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// `alert(name=, dedup=, condition=, …)`: raises an alert; true if it did. What else is given is
/// read as a row: `ClientId`, `User`, `CommandLine` and their like say whom it is about.
public final class AlertFunction implements VqlFunction {
  public static final String NAME = "alert";

  private static final Signature SIGNATURE =
      Signature.named(NAME, "Raise an alert; true if it was raised or counted.")
          .required("name", ArgumentType.STRING, "Name of the rule; its alerts are grouped.")
          .optional(
              "dedup",
              ArgumentType.INT,
              "Seconds within which a repeat of the same value is only counted, 7200 if not given.")
          .optional("condition", ArgumentType.ANY, "Nothing is raised unless this is true.")
          .optional(
              "severity", ArgumentType.STRING, "critical, high, medium (if not given), low, info")
          .optional("title", ArgumentType.STRING, "What happened; the name if not given.")
          .optional("why", ArgumentType.STRING, "The sentence that says what matched.")
          .optional(
              "key", ArgumentType.STRING, "What is one alert; the client and account if not given.")
          .optional("client_id", ArgumentType.STRING, "The client that it is about.")
          .optional("account", ArgumentType.STRING, "The account that it is about.")
          .optional("event", ArgumentType.DICT, "The row that it is about.")
          .openArguments()
          .needs(Permissions.of(Permission.ALERT_EDIT.name()))
          .sideEffects()
          .build();

  private static final Set<String> OWN =
      Set.of("name", "dedup", "condition", "severity", "title", "why", "key", "account", "event");

  private final BiConsumer<Principal, AlertSignal> raiser;

  /// @param raiser takes an alert for whom the query runs for
  public AlertFunction(BiConsumer<Principal, AlertSignal> raiser) {
    this.raiser = raiser;
  }

  /// Raises each alert in a transaction of its own: for cells and single queries.
  public static AlertFunction raising(Alerts alerts) {
    return new AlertFunction(alerts::raise);
  }

  /// Known by name only: for checks of texts.
  public static AlertFunction absent() {
    return new AlertFunction((_, _) -> {});
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public @Nullable Object call(FunctionCall call) {
    if (call.has("condition") && !Values.truth(call.value("condition"))) {
      return false;
    }
    if (!(call.run().principal() instanceof Principal principal)) {
      throw call.refuse("nobody raises alerts here");
    }
    try {
      raiser.accept(principal, signal(call, call.run().clock().instant()));
    } catch (SpoorException e) {
      throw call.refuse(String.valueOf(e.getMessage()));
    }
    return true;
  }

  private static AlertSignal signal(FunctionCall call, Instant now) {
    String name = call.text("name");
    Row row = row(call);
    AlertEntity entity = RowSignals.entity(row);
    if (call.has("account")) {
      entity =
          new AlertEntity(
              entity.client(), call.text("account"), entity.keyColumn(), entity.keyValue());
    }
    String client = call.text("client_id");
    if (ClientId.isValid(client) && !client.equals(ClientId.SERVER.value())) {
      entity =
          new AlertEntity(
              new ClientId(client), entity.account(), entity.keyColumn(), entity.keyValue());
    }
    return AlertSignal.of(
            name,
            call.text("title", name),
            severity(call, row),
            entity,
            event(name, row),
            RowSignals.time(row, now))
        .withWhy(call.text("why"))
        .withDedup(call.has("key") ? call.text("key") : null)
        .withWindow(
            Duration.ofSeconds(
                Math.clamp(
                    call.integer("dedup", AlertSignal.WINDOW.toSeconds()), 0, 365L * 24 * 3600)))
        .withDelivery(RowSignals.text(row, List.of("Delivery")).orElse(null));
  }

  /// The row that is given, with what is given beside it.
  private static Row row(FunctionCall call) {
    Dict row = new Dict(call.names().size());
    Row event = call.dict("event");
    if (event != null) {
      event.forEach(row::set);
    }
    for (String name : call.names()) {
      if (!OWN.contains(name)) {
        row.set(name, call.value(name));
      }
    }
    return row;
  }

  private static Severity severity(FunctionCall call, Row row) {
    if (!call.has("severity")) {
      return RowSignals.severity(row).orElse(Severity.MEDIUM);
    }
    String text = call.text("severity");
    return Severity.find(text)
        .orElseThrow(
            () ->
                call.refuse(
                    "severity \"" + text + "\" is none of critical, high, medium, low, info"));
  }

  /// The event that it is about, else what is said: the same twice is the same event.
  private static String event(String name, Row row) {
    Optional<String> known = RowSignals.event(row);
    if (known.isPresent()) {
      return known.get();
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      digest.update(Json.writeBytes(row));
      return "sha256:" + HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
