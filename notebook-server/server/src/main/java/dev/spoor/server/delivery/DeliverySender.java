package dev.spoor.server.delivery;

import dev.spoor.server.access.SecretValue;
import dev.spoor.server.access.Secrets;
import dev.spoor.server.database.Database;
import dev.spoor.server.delivery.Egress.Response;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes one attempt. Secrets are opened at each, so that a new one counts from the next attempt
/// on.
final class DeliverySender {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Database database;
  private final Secrets secrets;
  private final Egress egress;
  private final Duration timeout;

  private record Addressed(DeliveryTarget target, URI uri, @Nullable String key) {}

  DeliverySender(Database database, Secrets secrets, Egress egress, Duration timeout) {
    this.database = database;
    this.secrets = secrets;
    this.egress = egress;
    this.timeout = timeout;
  }

  Response send(Delivery delivery) {
    Addressed to =
        database.read(
            tx -> {
              DeliveryTarget target = Deliveries.requireTarget(tx, delivery.target());
              URI uri = secrets.open(tx, target.secret()).toUri();
              String signing = target.signingSecret();
              SecretValue key = signing == null ? null : secrets.open(tx, signing);
              return new Addressed(target, uri, key == null ? null : key.revealFor(uri.getHost()));
            });
    byte[] body = Payload.of(delivery);
    if (delivery.kind() == DeliveryKind.MAIL) {
      return mail(delivery, to, JSON.readTree(body));
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Idempotency-Key", delivery.id());
    if (to.key() != null) {
      headers.put("X-Spoor-Signature", "sha256=" + hmac(to.key(), body));
    }
    return egress.send(new Egress.Request("POST", to.uri(), headers, body, timeout));
  }

  private Response mail(Delivery delivery, Addressed to, JsonNode text) {
    Mailbox box = to.target().mail();
    if (box == null) {
      throw new SpoorException(
          ErrorCode.INVALID_SETTING, "target \"" + delivery.target() + "\" names no addresses");
    }
    return egress.mail(
        new Egress.Mail(
            to.uri(),
            box,
            delivery.id(),
            text.path("subject").asString(),
            text.path("text").asString(),
            delivery.created(),
            timeout));
  }

  static String hmac(String key, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has HmacSHA256", e);
    }
  }
}
