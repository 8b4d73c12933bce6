package dev.spoor.server.http.monitoring;

import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.ParameterCheck;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.ApiResponse.ResponseStream;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.monitoring.PastAnswer;
import dev.spoor.server.monitoring.PastRun;
import dev.spoor.server.monitoring.PastSearch;
import dev.spoor.server.monitoring.RegexTester;
import dev.spoor.server.monitoring.RegexTrial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/api/v1/monitoring/…`: what helps to choose parameters. Nothing here changes anything.
public final class WizardRoutes implements RouteGroup {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long PROGRESS_MILLIS = 250;

  private final RegexTester tester = new RegexTester();
  private final Artifacts artifacts;
  private final PastSearch past;

  public WizardRoutes(Artifacts artifacts, PastSearch past) {
    this.artifacts = artifacts;
    this.past = past;
  }

  @Override
  public void addTo(RouteTable table) {
    table.post(
        "/api/v1/monitoring/regex",
        Permission.READ_RESULTS,
        "try regular expressions",
        this::regex);
    table.post(
        "/api/v1/monitoring/check", Permission.READ_RESULTS, "check parameters", this::check);
    table.post("/api/v1/monitoring/past", Permission.QUERY, "ask the stored past", this::past);
  }

  private ApiResponse regex(ApiRequest request) {
    JsonNode body = request.json();
    List<String> lines = new ArrayList<>();
    for (JsonNode line : MonitoringJson.array(body, "lines")) {
      lines.add(line.isString() ? line.stringValue() : line.toString());
    }
    RegexTrial trial = tester.test(ApiRequest.text(body, "regex"), lines);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("valid", trial.isValid());
    json.put("problem", trial.problem());
    json.put("position", trial.position());
    json.put("sentence", trial.sentence());
    json.put("parts", trial.parts());
    json.put("requireAll", trial.requireAll());
    json.put("each", trial.each());
    json.put("lines", trial.lines());
    json.put("complete", trial.complete());
    return ApiResponse.ok(json);
  }

  private ApiResponse check(ApiRequest request) {
    JsonNode body = request.json();
    var issues =
        ParameterCheck.check(
            artifacts.require(ApiRequest.text(body, "artifact")).artifact(),
            MonitoringJson.parameters(body));
    return ApiResponse.ok(Map.of("issues", MonitoringJson.issues(issues)));
  }

  /// Answers that grow, one a line; the last one says that it does not run any more. Closing the
  /// connection cancels the search.
  private ApiResponse past(ApiRequest request) {
    JsonNode body = request.json();
    JsonNode label = body.path("label");
    JsonNode days = body.path("days");
    if (!days.isMissingNode() && !days.isInt()) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "\"days\" must be a number");
    }
    PastAnswer.Question question =
        past.question(
            ApiRequest.text(body, "artifact"),
            MonitoringJson.parameters(body),
            label.isString() ? label.stringValue() : "",
            days.isInt() ? days.intValue() : PastSearch.DAYS);
    PastRun run = past.start(request.principal(), question);
    return ApiResponse.jsonLines(stream -> stream(run, stream));
  }

  private static void stream(PastRun run, ResponseStream stream) {
    stream.onClose(run::cancel);
    try {
      while (true) {
        try {
          stream.writeLine(json(run.done().get(PROGRESS_MILLIS, TimeUnit.MILLISECONDS)));
          stream.flush();
          return;
        } catch (TimeoutException e) {
          stream.writeLine(json(run.answer()));
          stream.flush();
        }
      }
    } catch (InterruptedException e) {
      run.cancel();
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (ApiResponse.StreamClosedException e) {
      run.cancel();
      throw e;
    }
  }

  private static Map<String, @Nullable Object> json(PastAnswer answer) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("running", answer.running());
    json.put("complete", answer.complete());
    json.put("failure", answer.failure());
    json.put("hits", answer.hits());
    json.put("scanned", answer.scanned());
    json.put(
        "days",
        answer.days().stream()
            .map(day -> Map.of("day", day.day().toString(), "hits", day.hits()))
            .toList());
    json.put("hostCount", answer.hostCount());
    json.put("hosts", answer.hosts());
    json.put("loudest", answer.loudest());
    json.put("examples", answer.examples().stream().map(WizardRoutes::example).toList());
    json.put("notes", answer.notes());
    json.put("vql", answer.vql());
    return json;
  }

  /// A row; one that was cut is its text.
  private static Object example(String row) {
    try {
      return JSON.readTree(row);
    } catch (tools.jackson.core.JacksonException e) {
      return row;
    }
  }
}
