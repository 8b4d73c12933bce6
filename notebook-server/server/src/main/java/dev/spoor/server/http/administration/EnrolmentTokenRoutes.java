package dev.spoor.server.http.administration;

import dev.spoor.server.certificate.Enrolment;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import java.util.LinkedHashMap;
import java.util.Map;

/// The tokens with which agents enrol, as they may be shown, and the revocation of clients.
public final class EnrolmentTokenRoutes implements RouteGroup {
  private final Enrolment enrolment;

  public EnrolmentTokenRoutes(Enrolment enrolment) {
    this.enrolment = enrolment;
  }

  @Override
  public void addTo(RouteTable table) {
    table
        .get(
            "/api/v1/enrolment-tokens",
            Permission.ENROL_CLIENT,
            "list enrolment tokens",
            this::list)
        .delete(
            "/api/v1/enrolment-tokens/{id}",
            Permission.ENROL_CLIENT,
            "revoke enrolment tokens",
            this::revoke)
        .post(
            "/api/v1/clients/{id}/revoke",
            Permission.ENROL_CLIENT,
            "revoke clients",
            this::revokeClient);
  }

  private ApiResponse list(ApiRequest request) {
    return ApiResponse.page(
        enrolment.tokens(request.principal()).stream().map(EnrolmentTokenRoutes::json).toList(),
        null);
  }

  private static Map<String, Object> json(Enrolment.ListedToken token) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", token.id());
    json.put("left", token.left());
    json.put("uses", token.uses());
    json.put("creator", token.creator());
    json.put("created", token.created().toString());
    json.put("expires", token.expires().toString());
    json.put("revoked", token.revoked());
    return json;
  }

  private ApiResponse revoke(ApiRequest request) {
    enrolment.revokeToken(request.principal(), request.parameter("id"));
    return ApiResponse.noContent();
  }

  private ApiResponse revokeClient(ApiRequest request) {
    String id = request.parameter("id");
    if (!ClientId.isValid(id)) {
      throw new SpoorException(ErrorCode.NOT_FOUND, "client \"" + id + "\" is not enrolled");
    }
    enrolment.revoke(request.principal(), new ClientId(id));
    return ApiResponse.noContent();
  }
}
