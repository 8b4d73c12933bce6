package dev.spoor.server.http.notebook;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.notebook.CellId;
import dev.spoor.server.notebook.run.CellRuns;
import dev.spoor.server.notebook.run.RowSlice;
import dev.spoor.server.notebook.run.RowView;
import dev.spoor.server.notebook.run.RunSummary;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Running cells and reading what came of it, page by page.
public final class RunRoutes implements RouteGroup {
  private static final int PAGE = 200;
  private static final int MAX_PAGE = 500;
  private static final int LONGEST_FIND = 256;

  private final CellRuns runs;

  public RunRoutes(CellRuns runs) {
    this.runs = runs;
  }

  @Override
  public void addTo(RouteTable table) {
    table.post(
        "/api/v1/notebooks/{id}/cells/{cell}/run", Permission.QUERY, "run a cell", this::run);
    table.post("/api/v1/runs/{run}/cancel", Permission.QUERY, "cancel a run", this::cancel);
    table.get("/api/v1/runs/{run}", Permission.READ_RESULTS, "read a run", this::summary);
    table.get("/api/v1/runs/{run}/rows", Permission.READ_RESULTS, "read a run", this::page);
    table.get("/api/v1/runs/{run}/rows/{row}", Permission.READ_RESULTS, "read a run", this::row);
    table.get(
        "/api/v1/runs/{run}/rows/{row}/{column}",
        Permission.READ_RESULTS,
        "read a run",
        this::value);
  }

  private ApiResponse run(ApiRequest request) {
    String cell = request.parameter("cell");
    if (!CellId.isValid(cell)) {
      throw new SpoorException(ErrorCode.NOT_FOUND, "cell " + cell + " is not there");
    }
    RunSummary run = runs.run(request.principal(), request.parameter("id"), new CellId(cell));
    return ApiResponse.json(202, NotebookJson.run(run));
  }

  private ApiResponse cancel(ApiRequest request) {
    runs.cancel(request.principal(), request.parameter("run"));
    return ApiResponse.noContent();
  }

  private ApiResponse summary(ApiRequest request) {
    return ApiResponse.ok(
        NotebookJson.run(runs.require(request.principal(), request.parameter("run"))));
  }

  private ApiResponse page(ApiRequest request) {
    RunSummary run = runs.require(request.principal(), request.parameter("run"));
    long offset = number(request.query("offset").orElse("0"), "offset");
    int limit = request.queryNumber("limit", PAGE, MAX_PAGE);
    RowView view = view(request, run);
    RowSlice slice = runs.rows(request.principal(), run.run(), view, offset, limit);
    RowMarks marks = new RowMarks(columns(run), run.marks(), view.find());
    ObjectNode page = JsonNodeFactory.instance.objectNode().put("offset", offset);
    marks.addTo(page, slice.rows());
    if (!view.isPlain()) {
      slice.numbers().forEach(page.putArray("numbers")::add);
    }
    page.put("total", slice.total()).put("exact", run.isExact());
    return ApiResponse.ok(page);
  }

  private static RowView view(ApiRequest request, RunSummary run) {
    Optional<String> sort = request.query("sort").filter(name -> !name.isEmpty());
    if (sort.isPresent() && !columns(run).contains(sort.get())) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "column \"" + sort.get() + "\" is not in this result");
    }
    String order = request.query("order").orElse("asc");
    if (!order.equals("asc") && !order.equals("desc")) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "order \"" + order + "\" is not asc or desc");
    }
    String find = request.query("find").orElse("");
    if (find.length() > LONGEST_FIND) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "at most " + LONGEST_FIND + " characters are searched for");
    }
    return new RowView(sort.orElse(null), order.equals("desc"), find);
  }

  private ApiResponse row(ApiRequest request) {
    return ApiResponse.ok(RowPage.row(requireRow(request)));
  }

  private ApiResponse value(ApiRequest request) {
    byte[] row = requireRow(request);
    RunSummary run = runs.require(request.principal(), request.parameter("run"));
    List<String> columns = columns(run);
    long index = number(request.parameter("column"), "column");
    if (index >= columns.size()) {
      throw new SpoorException(
          ErrorCode.NOT_FOUND, "column " + index + " is not there; there are " + columns.size());
    }
    long offset = number(request.query("offset").orElse("0"), "offset");
    return ApiResponse.ok(
        RowPage.piece(row, columns.get((int) index), (int) Math.min(offset, Integer.MAX_VALUE)));
  }

  private byte[] requireRow(ApiRequest request) {
    long number = number(request.parameter("row"), "row");
    List<byte[]> rows = runs.rows(request.principal(), request.parameter("run"), number, 1);
    if (rows.isEmpty()) {
      throw new SpoorException(ErrorCode.NOT_FOUND, "row " + number + " is not there");
    }
    return rows.getFirst();
  }

  private static List<String> columns(RunSummary run) {
    return run.columns().stream().map(RunSummary.Column::name).toList();
  }

  private static long number(String text, String name) {
    if (!text.matches("[0-9]{1,15}")) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, name + " \"" + text + "\" is not a whole number from 0");
    }
    return Long.parseLong(text);
  }
}
