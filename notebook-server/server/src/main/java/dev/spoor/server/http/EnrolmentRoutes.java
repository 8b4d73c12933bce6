package dev.spoor.server.http;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Tokens with which agents enrol; one use and one hour unless asked otherwise.
public final class EnrolmentRoutes implements RouteGroup {
  private static final int MOST_USES = 10_000;
  private static final long MOST_SECONDS = Duration.ofDays(30).toSeconds();

  private final TokenIssuer issuer;

  /// Makes a token; the certificate feature does, which checks the right itself once more.
  @FunctionalInterface
  public interface TokenIssuer {
    Issued issue(Principal principal, int uses, Duration life);
  }

  /// A new token, shown once; `command` is what to type on the endpoint. The command reads the
  /// token from its input: a command line would stand in our own process records.
  public record Issued(String token, Instant expires, String command) {}

  public EnrolmentRoutes(TokenIssuer issuer) {
    this.issuer = issuer;
  }

  @Override
  public void addTo(RouteTable table) {
    table.post(
        "/api/v1/enrolment-tokens", Permission.ENROL_CLIENT, "make enrolment tokens", this::issue);
  }

  private ApiResponse issue(ApiRequest request) {
    JsonNode body = request.json();
    int uses = (int) number(body, "uses", 1, MOST_USES);
    long seconds = number(body, "ttlSeconds", 3600, MOST_SECONDS);
    Issued issued = issuer.issue(request.principal(), uses, Duration.ofSeconds(seconds));
    return ApiResponse.created(
        Map.of(
            "token", issued.token(),
            "expires", issued.expires().toString(),
            "command", issued.command()));
  }

  private static long number(JsonNode body, String name, long otherwise, long most) {
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < 1
        || value.longValue() > most) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "\"" + name + "\" must be a whole number between 1 and " + most);
    }
    return value.longValue();
  }
}
