package dev.spoor.server.http;

import dev.spoor.server.client.Client;
import dev.spoor.server.client.ClientPage;
import dev.spoor.server.client.ClientSearch;
import dev.spoor.server.client.Clients;
import dev.spoor.server.client.MonitoringStates;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Clients: list, one, labels.
public final class ClientRoutes implements RouteGroup {
  private final Clients clients;
  private final MonitoringStates monitoring;

  public ClientRoutes(Clients clients, MonitoringStates monitoring) {
    this.clients = clients;
    this.monitoring = monitoring;
  }

  @Override
  public void addTo(RouteTable table) {
    table
        .get("/api/v1/clients", Permission.READ_RESULTS, "read clients", this::list)
        .get("/api/v1/clients/{id}", Permission.READ_RESULTS, "read clients", this::one)
        .get("/api/v1/labels", Permission.READ_RESULTS, "read clients", this::labels)
        .post("/api/v1/clients/labels", Permission.LABEL_CLIENT, "change labels", this::label);
  }

  private ApiResponse list(ApiRequest request) {
    ClientPage page =
        clients.find(
            request.principal(),
            new ClientSearch(
                request.query("q").orElse(""),
                request.query("label"),
                request.query("cursor"),
                request.queryNumber("limit", 100, ClientSearch.MOST)));
    return ApiResponse.page(
        page.clients().stream().map(this::json).toList(), page.next().orElse(null));
  }

  private ApiResponse one(ApiRequest request) {
    Client client = clients.require(request.principal(), id(request.parameter("id")));
    Map<String, @Nullable Object> json = json(client);
    json.put("facts", client.facts().more());
    List<Map<String, @Nullable Object>> states = new ArrayList<>();
    for (MonitoringStates.State state : monitoring.states(client.id())) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("artifact", state.artifact());
      one.put("source", state.source());
      one.put("state", state.state());
      one.put("since", state.since() == null ? null : state.since().toString());
      one.put("error", state.error());
      states.add(one);
    }
    json.put("monitoring", states);
    return ApiResponse.ok(json);
  }

  private ApiResponse labels(ApiRequest request) {
    List<Map<String, Object>> items = new ArrayList<>();
    clients
        .labelCounts(request.principal())
        .forEach((label, count) -> items.add(Map.of("label", label, "clients", count)));
    return ApiResponse.page(items, null);
  }

  private ApiResponse label(ApiRequest request) {
    JsonNode body = request.json();
    Principal principal = request.principal();
    Set<ClientId> wanted = new TreeSet<>();
    for (String text : texts(body, "clients")) {
      wanted.add(id(text));
    }
    Map<String, Set<String>> after = new LinkedHashMap<>();
    clients
        .changeLabels(principal, wanted, texts(body, "add"), texts(body, "remove"))
        .forEach((client, labels) -> after.put(client.value(), labels));
    return ApiResponse.ok(Map.of("labels", after));
  }

  private Map<String, @Nullable Object> json(Client client) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("clientId", client.id().value());
    json.put("hostname", client.hostname());
    json.put("os", client.facts().os());
    json.put("agentVersion", client.facts().agentVersion());
    json.put("labels", client.labels());
    json.put("connected", client.isConnected());
    json.put("connectedSince", client.connectedSince().map(Object::toString).orElse(null));
    json.put("firstSeen", client.firstSeen().toString());
    json.put("lastSeen", client.lastSeen().toString());
    json.put("clockSkewMs", client.clockSkew().toMillis());
    json.put("address", client.address());
    json.put("monitoring", monitoring.counts(client.id()));
    return json;
  }

  private static ClientId id(String text) {
    if (!ClientId.isValid(text)) {
      throw new SpoorException(ErrorCode.NOT_FOUND, "client \"" + text + "\" is not enrolled");
    }
    return new ClientId(text);
  }

  /// A list of texts that may be absent.
  public static Set<String> texts(JsonNode body, String name) {
    Set<String> texts = new TreeSet<>();
    JsonNode list = body.get(name);
    if (list == null || list.isNull()) {
      return texts;
    }
    if (!list.isArray()) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "\"" + name + "\" must be a list of texts");
    }
    for (JsonNode item : list) {
      if (!item.isString()) {
        throw new SpoorException(
            ErrorCode.INVALID_REQUEST, "\"" + name + "\" must be a list of texts");
      }
      texts.add(item.stringValue());
    }
    return texts;
  }
}
