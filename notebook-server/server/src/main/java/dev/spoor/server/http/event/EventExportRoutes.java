package dev.spoor.server.http.event;

import dev.spoor.host.text.CsvText;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.ApiResponse.ResponseStream;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.query.QueryListener;
import dev.spoor.server.query.QueryOutcome;
import dev.spoor.server.query.QueryRun;
import dev.spoor.server.query.explore.EventExplorer;
import dev.spoor.server.query.explore.EventQuestion;
import dev.spoor.server.query.explore.FlatRows;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Exports of all events of a question: first the question, which gives a ticket; then the file,
/// which a browser can save as it comes. A ticket is good once, for its owner, for five minutes.
public final class EventExportRoutes implements RouteGroup {
  private static final Duration TICKET_LIFE = Duration.ofMinutes(5);
  private static final int MOST_TICKETS = 1_000;
  private static final int SAMPLE = 2_000;
  private static final int PIECE = 32 << 10;
  private static final int WAITING_PIECES = 16;
  private static final byte[] LAST = new byte[0];

  private final EventExplorer events;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Ticket> tickets = new LinkedHashMap<>();

  private record Ticket(Principal owner, EventQuestion question, String format, Instant until) {}

  public EventExportRoutes(EventExplorer events) {
    this.events = events;
  }

  @Override
  public void addTo(RouteTable table) {
    table
        .post("/api/v1/events/exports", Permission.QUERY, "export events", this::ask)
        .get("/api/v1/events/exports/{ticket}", Permission.QUERY, "export events", this::file);
  }

  private ApiResponse ask(ApiRequest request) {
    JsonNode body = request.json();
    String format = body.path("format").asString("jsonl");
    if (!format.equals("jsonl") && !format.equals("csv")) {
      throw EventRequests.bad("format \"" + format + "\" is neither csv nor jsonl");
    }
    TimeRange range =
        events.bounded(request.principal(), EventRequests.range(body.path("range"), events.now()));
    EventQuestion question = EventRequests.question(body, range, events.visible());
    question.check();
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String ticket = HexFormat.of().formatHex(bytes);
    synchronized (tickets) {
      forgetOld();
      tickets.put(
          ticket,
          new Ticket(request.principal(), question, format, events.now().plus(TICKET_LIFE)));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ticket", ticket);
    answer.put("url", "/api/v1/events/exports/" + ticket);
    answer.put(
        "note",
        format.equals("csv")
            ? "Values that a spreadsheet would take for a formula begin with a '."
            : "The last line is {\"$end\":…}; a file without it is not whole.");
    return ApiResponse.created(answer);
  }

  private void forgetOld() {
    Instant now = events.now();
    tickets.values().removeIf(ticket -> ticket.until.isBefore(now));
    for (Iterator<?> it = tickets.keySet().iterator(); tickets.size() >= MOST_TICKETS; ) {
      it.next();
      it.remove();
    }
  }

  private ApiResponse file(ApiRequest request) {
    Ticket ticket;
    synchronized (tickets) {
      forgetOld();
      String key = request.parameter("ticket");
      ticket = tickets.get(key);
      if (ticket != null && ticket.owner.auditName().equals(request.principal().auditName())) {
        tickets.remove(key);
      } else {
        ticket = null;
      }
    }
    if (ticket == null) {
      throw new SpoorException(
          ErrorCode.NOT_FOUND, "this export was fetched already, or its five minutes are over");
    }
    boolean isCsv = ticket.format.equals("csv");
    Ticket wanted = ticket;
    String name =
        "spoor-events-"
            + events.now().toString().substring(0, 19).replace(":", "").replace("-", "")
            + (isCsv ? "Z.csv" : "Z.jsonl");
    return new ApiResponse(
            200,
            Map.of(),
            new ApiResponse.Body.Streamed(
                isCsv ? "text/csv; charset=utf-8" : "application/jsonl",
                stream -> write(request.principal(), wanted, isCsv, stream)))
        .withHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
  }

  private void write(Principal principal, Ticket ticket, boolean isCsv, ResponseStream stream) {
    FlatRows flat = new FlatRows();
    if (isCsv) {
      for (boolean oldest : List.of(true, false)) {
        QueryRun sample =
            events.rows(
                principal,
                ticket.question,
                oldest,
                SAMPLE,
                EventExplorer.LONGEST,
                new QueryListener() {
                  @Override
                  public void row(int statement, Row row) {
                    flat.sample(row);
                  }

                  @Override
                  public void finished(QueryOutcome outcome) {}
                });
        stream.onClose(sample::cancel);
        EventJson.check(sample.outcome().join());
      }
    }
    Pieces pieces = new Pieces(isCsv ? flat : null, stream);
    QueryRun run = events.export(principal, ticket.question, ticket.format, pieces);
    stream.onClose(run::cancel);
    try {
      for (byte[] piece = pieces.take(); piece.length > 0; piece = pieces.take()) {
        stream.write(piece);
        stream.flush();
      }
    } catch (InterruptedException e) {
      run.cancel();
      Thread.currentThread().interrupt();
      throw new ApiResponse.StreamClosedException();
    } catch (ApiResponse.StreamClosedException e) {
      run.cancel();
      throw e;
    }
    QueryOutcome outcome = run.outcome().join();
    if (!isCsv) {
      stream.writeLine(EventJson.end(outcome));
      stream.flush();
    } else if (!outcome.isComplete()) {
      // a table cannot say that it is not whole: the connection is cut
      throw new SpoorException(ErrorCode.INTERNAL, "the export ended early: " + outcome.end());
    }
  }

  /// The run writes into a bounded queue, the request's thread empties it: a slow reader slows the
  /// export down.
  private static final class Pieces implements QueryListener {
    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(WAITING_PIECES);
    private final ByteArrayOutputStream open = new ByteArrayOutputStream();
    private final @Nullable FlatRows flat;
    private final ResponseStream stream;

    Pieces(@Nullable FlatRows flat, ResponseStream stream) {
      this.flat = flat;
      this.stream = stream;
      if (flat != null) {
        open.writeBytes(CsvText.line(flat.columns()).getBytes(StandardCharsets.UTF_8));
      }
    }

    byte[] take() throws InterruptedException {
      return queue.take();
    }

    @Override
    public void row(int statement, Row row) {
      if (flat != null) {
        open.writeBytes(flat.csv(row).getBytes(StandardCharsets.UTF_8));
      } else {
        open.writeBytes(Json.writeBytes(row, Json.WriteOptions.TYPED));
        open.write('\n');
      }
      if (open.size() >= PIECE) {
        put(open.toByteArray());
        open.reset();
      }
    }

    @Override
    public void finished(QueryOutcome outcome) {
      if (open.size() > 0) {
        put(open.toByteArray());
      }
      put(LAST);
    }

    private void put(byte[] piece) {
      try {
        while (!queue.offer(piece, 1, TimeUnit.SECONDS)) {
          if (stream.isClosed()) {
            throw new CancellationException("the reader is gone");
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
