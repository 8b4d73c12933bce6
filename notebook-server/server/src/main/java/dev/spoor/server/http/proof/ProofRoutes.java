package dev.spoor.server.http.proof;

import dev.spoor.host.recording.Recording;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.http.Access;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.Route;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.proof.DetectionTests;
import dev.spoor.server.proof.RecordingSelection;
import dev.spoor.server.proof.Recordings;
import dev.spoor.server.proof.ReplayRequest;
import dev.spoor.server.proof.RetroHuntReport;
import dev.spoor.server.proof.RetroHuntRequest;
import dev.spoor.server.proof.RetroHunts;
import dev.spoor.server.proof.Subject;
import dev.spoor.server.proof.TestResult;
import dev.spoor.vql.value.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Recordings, replays, retro-hunts and detection tests.
public final class ProofRoutes implements RouteGroup {
  private static final int MAX_RECORDING = 256 << 20;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Recordings recordings;
  private final RetroHunts hunts;
  private final DetectionTests tests;

  public ProofRoutes(Recordings recordings, RetroHunts hunts, DetectionTests tests) {
    this.recordings = recordings;
    this.hunts = hunts;
    this.tests = tests;
  }

  @Override
  public void addTo(RouteTable table) {
    table.get("/api/v1/recordings", Permission.READ_RESULTS, "read recordings", this::list);
    table.add(
        new Route(
            Route.Method.POST,
            "/api/v1/recordings",
            Access.holding(Permission.ARTIFACT_WRITE),
            "add recordings",
            MAX_RECORDING,
            this::add));
    table.post("/api/v1/recordings/save", Permission.ARTIFACT_WRITE, "add recordings", this::save);
    table.get("/api/v1/recordings/{id}", Permission.READ_RESULTS, "read recordings", this::one);
    table.delete(
        "/api/v1/recordings/{id}", Permission.ARTIFACT_WRITE, "delete recordings", this::delete);
    table.post("/api/v1/replays", Permission.QUERY, "replay recordings", this::replay);
    table.get("/api/v1/retro-hunts", Permission.READ_RESULTS, "read retro-hunts", this::hunts);
    table.post("/api/v1/retro-hunts", Permission.QUERY, "ask the stored past", this::hunt);
    table.get(
        "/api/v1/retro-hunts/{id}", Permission.READ_RESULTS, "read retro-hunts", this::report);
    table.post(
        "/api/v1/retro-hunts/{id}/cancel", Permission.QUERY, "cancel a retro-hunt", this::cancel);
    table.get("/api/v1/detection-tests", Permission.READ_RESULTS, "read tests", this::testFiles);
    table.post("/api/v1/detection-tests/run", Permission.QUERY, "run tests", this::runTests);
    table.post("/api/v1/detection-tests/run-all", Permission.QUERY, "run tests", this::runAll);
    table.get(
        "/api/v1/detection-tests/results", Permission.READ_RESULTS, "read tests", this::results);
    table.put(
        "/api/v1/detection-tests/{name}", Permission.ARTIFACT_WRITE, "change tests", this::putTest);
    table.delete(
        "/api/v1/detection-tests/{name}",
        Permission.ARTIFACT_WRITE,
        "change tests",
        this::deleteTest);
  }

  private ApiResponse list(ApiRequest request) {
    return ApiResponse.page(recordings.list(request.principal()), null);
  }

  private ApiResponse one(ApiRequest request) {
    return ApiResponse.ok(recordings.require(request.principal(), request.parameter("id")));
  }

  /// The body is the recording itself.
  private ApiResponse add(ApiRequest request) {
    return ApiResponse.created(
        recordings.add(
            request.principal(),
            request.query("name").orElse(""),
            request.query("source").orElse(""),
            request.query("licence").orElse(""),
            new ByteArrayInputStream(request.body())));
  }

  private ApiResponse save(ApiRequest request) {
    JsonNode json = request.json();
    Set<ClientId> clients = new LinkedHashSet<>();
    for (String id : texts(json, "clients")) {
      if (!ClientId.isValid(id)) {
        throw new SpoorException(
            ErrorCode.INVALID_REQUEST, "\"" + id + "\" is not the id of a client");
      }
      clients.add(new ClientId(id));
    }
    return ApiResponse.created(
        recordings.save(
            request.principal(),
            ApiRequest.text(json, "name"),
            json.has("licence") ? ApiRequest.text(json, "licence") : "",
            new RecordingSelection(Set.copyOf(texts(json, "artifacts")), clients, range(json))));
  }

  private static List<String> texts(JsonNode json, String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : json.path(name)) {
      if (!item.isString()) {
        throw new SpoorException(
            ErrorCode.INVALID_REQUEST, "\"" + name + "\" must be a list of texts");
      }
      texts.add(item.stringValue());
    }
    return texts;
  }

  private static TimeRange range(JsonNode json) {
    return TimeRange.between(time(json, "from"), time(json, "to"));
  }

  private static @Nullable Instant time(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isString()) {
      return null;
    }
    try {
      return Instant.parse(value.stringValue());
    } catch (DateTimeException e) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          name + " \"" + value.stringValue() + "\" is not an RFC 3339 time");
    }
  }

  private ApiResponse delete(ApiRequest request) {
    recordings.delete(request.principal(), request.parameter("id"));
    return ApiResponse.noContent();
  }

  private static Map<String, String> parameters(JsonNode json) {
    Map<String, String> parameters = new LinkedHashMap<>();
    json.path("parameters")
        .properties()
        .forEach(
            entry ->
                parameters.put(
                    entry.getKey(), ApiRequest.text(json.path("parameters"), entry.getKey())));
    return parameters;
  }

  private ApiResponse replay(ApiRequest request) {
    JsonNode json = request.json();
    Subject subject;
    if (json.has("sigma")) {
      subject = new Subject.OfSigma("the rule", ApiRequest.text(json, "sigma"));
    } else if (json.has("vql")) {
      subject = new Subject.OfVql("the query", ApiRequest.text(json, "vql"));
    } else {
      subject = new Subject.OfArtifact(ApiRequest.text(json, "detection"), parameters(json));
    }
    Recording recording = recordings.open(request.principal(), ApiRequest.text(json, "recording"));
    List<Subject.OfArtifact> then = new ArrayList<>();
    for (JsonNode item : json.path("then")) {
      then.add(new Subject.OfArtifact(ApiRequest.text(item, "artifact"), parameters(item)));
    }
    ReplayRequest wanted = ReplayRequest.of(subject, recording).withThen(then);
    if (json.path("explain").asBoolean(false)) {
      wanted = wanted.explained();
    }
    return ApiResponse.bytes(
        "application/json", tests.replay(request.principal(), wanted).toBytes());
  }

  private ApiResponse hunt(ApiRequest request) {
    JsonNode json = request.json();
    RetroHuntRequest.Question question;
    if (json.has("sigma")) {
      question =
          new RetroHuntRequest.Question.Sigma(
              ApiRequest.text(json, "sigma"), texts(json, "artifacts"));
    } else if (json.has("condition")) {
      question =
          new RetroHuntRequest.Question.Predicate(
              ApiRequest.text(json, "artifact"), ApiRequest.text(json, "condition"));
    } else {
      question =
          new RetroHuntRequest.Question.OfArtifact(
              ApiRequest.text(json, "artifact"), parameters(json));
    }
    String id = hunts.start(request.principal(), new RetroHuntRequest(question, range(json)));
    return ApiResponse.json(202, JsonNodeFactory.instance.objectNode().put("id", id));
  }

  private ApiResponse hunts(ApiRequest request) {
    return ApiResponse.page(
        hunts.list(request.principal()).stream().map(ProofRoutes::json).toList(), null);
  }

  private ApiResponse report(ApiRequest request) {
    return ApiResponse.ok(json(hunts.report(request.principal(), request.parameter("id"))));
  }

  private static ObjectNode json(RetroHuntReport report) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", report.id())
            .put("subject", report.subject())
            .put("state", report.state().name().toLowerCase(java.util.Locale.ROOT))
            .put("sentence", report.sentence())
            .put("started", report.started().toString())
            .put("elapsedMs", report.elapsed().toMillis())
            .put("scanned", report.scanned())
            .put("total", report.total())
            .put("hits", report.hits())
            .put("hosts", report.hosts())
            .put("error", report.error());
    json.putPOJO("days", report.days());
    json.putPOJO("byHost", report.byHost());
    json.putPOJO("byParent", report.byParent());
    json.putPOJO("byUser", report.byUser());
    json.putPOJO("notEvaluated", report.notEvaluated());
    ArrayNode examples = json.putArray("examples");
    report
        .examples()
        .forEach(
            row -> examples.add(JSON.readTree(Json.write(row).getBytes(StandardCharsets.UTF_8))));
    return json;
  }

  private ApiResponse cancel(ApiRequest request) {
    hunts.cancel(request.principal(), request.parameter("id"));
    return ApiResponse.noContent();
  }

  private ApiResponse testFiles(ApiRequest request) {
    return ApiResponse.page(tests.files(request.principal()), null);
  }

  private ApiResponse runTests(ApiRequest request) {
    List<TestResult> results =
        tests.run(request.principal(), ApiRequest.text(request.json(), "yaml"));
    return ApiResponse.page(results.stream().map(ProofRoutes::json).toList(), null);
  }

  private static ObjectNode json(TestResult result) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", result.name())
            .put("outcome", result.outcome().name().toLowerCase(java.util.Locale.ROOT))
            .put("elapsedMs", result.nanos() / 1_000_000);
    json.putPOJO("differences", result.differences());
    json.set("replay", JSON.readTree(result.replay().toBytes()));
    return json;
  }

  private ApiResponse runAll(ApiRequest request) {
    return ApiResponse.page(tests.runAll(request.principal()), null);
  }

  private ApiResponse results(ApiRequest request) {
    return ApiResponse.page(tests.results(request.principal()), null);
  }

  private ApiResponse putTest(ApiRequest request) {
    return ApiResponse.ok(
        tests.save(
            request.principal(),
            request.parameter("name"),
            ApiRequest.text(request.json(), "yaml")));
  }

  private ApiResponse deleteTest(ApiRequest request) {
    tests.delete(request.principal(), request.parameter("name"));
    return ApiResponse.noContent();
  }
}
