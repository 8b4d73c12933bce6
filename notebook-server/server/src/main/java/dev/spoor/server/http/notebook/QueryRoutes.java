package dev.spoor.server.http.notebook;

import dev.spoor.server.error.SpoorException.Problem;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.ApiResponse.ResponseStream;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.ingest.Journal;
import dev.spoor.server.query.QueryListener;
import dev.spoor.server.query.QueryOutcome;
import dev.spoor.server.query.QueryOutcome.End;
import dev.spoor.server.query.QueryRequest;
import dev.spoor.server.query.QueryRun;
import dev.spoor.server.query.QuerySessions;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A query over the stored events, streamed as JSON lines.
public final class QueryRoutes implements RouteGroup {
  private static final int WAITING_ROWS = 256;

  private final QuerySessions queries;
  private final Journal journal;

  public QueryRoutes(QuerySessions queries, Journal journal) {
    this.queries = queries;
    this.journal = journal;
  }

  @Override
  public void addTo(RouteTable table) {
    table.post("/api/v1/query", Permission.QUERY, "run queries", this::query);
  }

  private ApiResponse query(ApiRequest request) {
    JsonNode json = request.json();
    Map<String, @Nullable Object> env = new LinkedHashMap<>();
    json.path("env")
        .properties()
        .forEach(
            e ->
                env.put(
                    e.getKey(),
                    e.getValue().isString() ? e.getValue().asString() : e.getValue().toString()));
    QueryRequest query =
        QueryRequest.of(request.principal(), ApiRequest.text(json, "vql"))
            .withEnv(env)
            .withLsnBound(journal.endLsn());
    return ApiResponse.jsonLines(stream -> stream(query, stream));
  }

  /// One line of the answer, or the end.
  private record Piece(byte @Nullable [] line, @Nullable QueryOutcome outcome) {}

  /// The run writes into a bounded queue, the request's thread empties it: a slow reader slows the
  /// query down, one who leaves cancels it.
  private void stream(QueryRequest query, ResponseStream stream) {
    BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(WAITING_ROWS);
    QueryRun run =
        queries.submit(
            query,
            new QueryListener() {
              @Override
              public void row(int statement, Row row) {
                byte[] json = Json.writeBytes(row, Json.WriteOptions.TYPED);
                byte[] line = Arrays.copyOf(json, json.length + 1);
                line[json.length] = '\n';
                put(new Piece(line, null));
              }

              @Override
              public void finished(QueryOutcome outcome) {
                put(new Piece(null, outcome));
              }

              private void put(Piece piece) {
                try {
                  while (!pieces.offer(piece, 1, java.util.concurrent.TimeUnit.SECONDS)) {
                    if (stream.isClosed()) {
                      throw new CancellationException("the reader is gone");
                    }
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
            });
    stream.onClose(run::cancel);
    try {
      while (true) {
        Piece piece = pieces.poll();
        if (piece == null) {
          stream.flush();
          piece = pieces.take();
        }
        byte[] line = piece.line();
        QueryOutcome outcome = piece.outcome();
        if (line != null) {
          stream.write(line);
        } else if (outcome != null) {
          stream.writeLine(end(outcome));
          stream.flush();
          return;
        }
      }
    } catch (InterruptedException e) {
      run.cancel();
      Thread.currentThread().interrupt();
    } catch (ApiResponse.StreamClosedException e) {
      run.cancel();
      throw e;
    }
  }

  private static ObjectNode end(QueryOutcome outcome) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    ObjectNode end = line.putObject("$end");
    end.put("rows", outcome.rows()).put("complete", outcome.isComplete());
    switch (outcome.end()) {
      case End.Complete _ -> {}
      case End.Cancelled _ -> error(end, "CANCELLED", "cancelled", List.of());
      case End.LimitReached limit -> error(end, "LIMIT_REACHED", limit.message(), List.of());
      case End.Failed failed ->
          error(end, failed.code().name(), failed.message(), failed.problems());
    }
    return line;
  }

  private static void error(ObjectNode end, String code, String detail, List<Problem> problems) {
    ObjectNode error = end.putObject("error").put("code", code).put("detail", detail);
    ArrayNode issues = error.putArray("issues");
    for (Problem problem : problems) {
      issue(
          issues,
          problem.line(),
          problem.column(),
          problem.length(),
          problem.severity(),
          problem.message(),
          problem.fix());
    }
  }

  private static void issue(
      ArrayNode issues,
      int line,
      int column,
      int length,
      String severity,
      String message,
      @Nullable String fix) {
    issues
        .addObject()
        .put("line", line)
        .put("column", column)
        .put("length", length)
        .put("severity", severity)
        .put("message", message)
        .put("fix", fix);
  }
}
