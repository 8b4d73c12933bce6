package dev.spoor.server.http;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Principal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One request after authentication, body read. `session` is the key of the session, empty for a
/// bearer token or nobody; `csrf` the token that a change must carry, empty when the caller has
/// none yet; header names in lower case; `secure` when the browser speaks TLS.
public record ApiRequest(
    @Nullable Principal caller,
    String session,
    String csrf,
    Map<String, String> parameters,
    Map<String, String> queries,
    Map<String, String> headers,
    String address,
    boolean secure,
    String traceId,
    byte[] body) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// Who asks; never null behind a route that is not [Access.Anyone].
  public Principal principal() {
    Principal principal = caller;
    if (principal == null) {
      throw new SpoorException(ErrorCode.NOT_LOGGED_IN, "not logged in");
    }
    return principal;
  }

  /// A value of the path template.
  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no {" + name + "}");
    }
    return value;
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(queries.get(name));
  }

  /// A whole number of the query, between 1 and `most`.
  public int queryNumber(String name, int otherwise, int most) {
    String text = queries.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, name + " \"" + text + "\" is not a whole number");
    }
    throw new SpoorException(
        ErrorCode.INVALID_REQUEST, name + " " + text + " is not between 1 and " + most);
  }

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /// The body as a JSON object; it must say that it is JSON, which no plain form of another site
  /// can.
  public JsonNode json() {
    String type = headers.getOrDefault("content-type", "");
    if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "content type \"" + type + "\" must be application/json");
    }
    try {
      JsonNode node = JSON.readTree(body);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "the body is not JSON: " + e.getOriginalMessage());
    }
    throw new SpoorException(ErrorCode.INVALID_REQUEST, "the body must be a JSON object");
  }

  /// A text that the JSON object must have.
  public static String text(JsonNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null || !value.isString()) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "\"" + name + "\" must be a text");
    }
    return value.stringValue();
  }
}
