package dev.spoor.server.http.agent;

import dev.spoor.server.certificate.Enrolment;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ClientId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `POST /enroll` and `POST /renew`. Anyone may ask to enrol, so attempts are counted per address.
/// Thread-safe.
final class EnrolmentHandler {
  static final int MAX_BODY = 16 << 10;

  private static final int MAX_ATTEMPTS = 20;
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MAX_ADDRESSES = 10_000;
  private static final int MAX_FACTS = 50;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Enrolment enrolment;
  private final InstantSource clock;
  private final Map<String, Attempts> failures = new LinkedHashMap<>();

  private record Attempts(Instant since, int count) {}

  EnrolmentHandler(Enrolment enrolment, InstantSource clock) {
    this.enrolment = enrolment;
    this.clock = clock;
  }

  ObjectNode enrol(String address, byte[] body) {
    requirePatience(address);
    try {
      JsonNode json = object(body);
      Map<String, String> facts = new HashMap<>();
      for (Map.Entry<String, JsonNode> fact : json.path("facts").properties()) {
        if (facts.size() < MAX_FACTS && fact.getValue().isString()) {
          facts.put(fact.getKey(), fact.getValue().asString());
        }
      }
      return answer(enrolment.enrol(text(json, "token"), text(json, "csr"), facts));
    } catch (SpoorException e) {
      count(address);
      throw e;
    }
  }

  ObjectNode renew(ClientId client, byte[] body) {
    return answer(enrolment.renew(client, text(object(body), "csr")));
  }

  private static ObjectNode answer(Enrolment.Certificate certificate) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("clientId", certificate.clientId().value())
        .put("certificate", certificate.certificate())
        .put("ca", certificate.ca());
  }

  private static JsonNode object(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (JacksonException e) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "the body is not JSON: " + e.getOriginalMessage());
    }
    throw new SpoorException(ErrorCode.INVALID_REQUEST, "the body is not a JSON object");
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isString()) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "\"" + name + "\" is not a text");
    }
    return value.asString();
  }

  private synchronized void requirePatience(String address) {
    Attempts attempts = failures.get(address);
    if (attempts != null
        && attempts.count() >= MAX_ATTEMPTS
        && clock.instant().isBefore(attempts.since().plus(WINDOW))) {
      throw new SpoorException(
          ErrorCode.RATE_LIMITED, "too many failed enrolments from this address: wait a minute");
    }
  }

  private synchronized void count(String address) {
    Instant now = clock.instant();
    Attempts before = failures.remove(address);
    boolean fresh = before == null || now.isAfter(before.since().plus(WINDOW));
    failures.put(
        address,
        fresh || before == null
            ? new Attempts(now, 1)
            : new Attempts(before.since(), before.count() + 1));
    if (failures.size() > MAX_ADDRESSES) {
      failures.remove(failures.keySet().iterator().next());
    }
  }
}
