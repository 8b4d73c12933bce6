package dev.spoor.server.http.notebook;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.http.Access;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.Route;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.notebook.Notebook;
import dev.spoor.server.notebook.NotebookListener.SavedEdit;
import dev.spoor.server.notebook.NotebookOps;
import dev.spoor.server.notebook.Notebooks;
import dev.spoor.server.notebook.Notebooks.Draft;
import dev.spoor.server.notebook.export.NotebookExports;
import dev.spoor.server.notebook.export.NotebookFile;
import dev.spoor.server.notebook.export.NotebookTemplates;
import dev.spoor.server.notebook.run.CellRuns;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `/api/v1/notebooks`: list, make, read, edit, bin, import, export.
public final class NotebookRoutes implements RouteGroup {
  private final Notebooks notebooks;
  private final CellRuns runs;
  private final NotebookTemplates templates;
  private final NotebookExports exports;

  public NotebookRoutes(
      Notebooks notebooks, CellRuns runs, NotebookTemplates templates, NotebookExports exports) {
    this.notebooks = notebooks;
    this.runs = runs;
    this.templates = templates;
    this.exports = exports;
  }

  @Override
  public void addTo(RouteTable table) {
    table.get("/api/v1/notebooks", Permission.READ_RESULTS, "list notebooks", this::list);
    table.post("/api/v1/notebooks", Permission.NOTEBOOK_EDIT, "create a notebook", this::create);
    table.get(
        "/api/v1/notebook-templates",
        Permission.READ_RESULTS,
        "list notebook templates",
        _ -> ApiResponse.page(templates.list(), null));
    table.add(
        new Route(
            Route.Method.POST,
            "/api/v1/notebooks/import",
            Access.holding(Permission.NOTEBOOK_EDIT),
            "import a notebook",
            NotebookFile.MAX_BYTES,
            this::importFile));
    table.get("/api/v1/notebooks/{id}", Permission.READ_RESULTS, "read a notebook", this::read);
    table.delete(
        "/api/v1/notebooks/{id}", Permission.NOTEBOOK_EDIT, "delete a notebook", this::delete);
    table.post(
        "/api/v1/notebooks/{id}/restore",
        Permission.NOTEBOOK_EDIT,
        "restore a notebook",
        this::restore);
    table.add(
        new Route(
            Route.Method.POST,
            "/api/v1/notebooks/{id}/ops",
            Access.holding(Permission.NOTEBOOK_EDIT),
            "edit a notebook",
            8L << 20,
            this::edit));
    table.get(
        "/api/v1/notebooks/{id}/export.ipynb",
        Permission.READ_RESULTS,
        "export a notebook",
        this::export);
  }

  private ApiResponse list(ApiRequest request) {
    return ApiResponse.page(
        notebooks.list(request.principal()).stream().map(NotebookJson::summary).toList(), null);
  }

  private ApiResponse create(ApiRequest request) {
    JsonNode json = request.json();
    Draft draft;
    if (json.path("template").isString()) {
      draft = templates.require(json.path("template").asString());
      String title = json.path("title").asString("");
      if (!title.isBlank()) {
        draft = new Draft(title, draft.timeRange(), draft.cells());
      }
    } else {
      String title = json.path("title").asString("");
      draft = Draft.empty(title.isBlank() ? "Untitled" : title);
    }
    Notebook notebook =
        notebooks.create(
            request.principal(), draft, request.header("idempotency-key").orElse(null));
    return ApiResponse.created(id(notebook));
  }

  private ApiResponse importFile(ApiRequest request) {
    NotebookFile.Imported imported =
        NotebookFile.read(request.body(), request.query("title").orElse(""));
    Notebook notebook =
        notebooks.create(
            request.principal(), imported.draft(), request.header("idempotency-key").orElse(null));
    ObjectNode answer = id(notebook);
    imported.dropped().forEach(answer.putArray("dropped")::add);
    return ApiResponse.created(answer);
  }

  private static ObjectNode id(Notebook notebook) {
    return JsonNodeFactory.instance.objectNode().put("id", notebook.id());
  }

  private ApiResponse read(ApiRequest request) {
    Notebook notebook = notebooks.require(request.principal(), request.parameter("id"));
    return ApiResponse.ok(
        NotebookJson.notebook(
            notebook,
            runs.summaries(request.principal(), notebook),
            notebooks.canEdit(request.principal())));
  }

  private ApiResponse delete(ApiRequest request) {
    notebooks.delete(request.principal(), request.parameter("id"));
    return ApiResponse.noContent();
  }

  private ApiResponse restore(ApiRequest request) {
    notebooks.restore(request.principal(), request.parameter("id"));
    return ApiResponse.noContent();
  }

  private ApiResponse edit(ApiRequest request) {
    JsonNode json = request.json();
    SavedEdit edit =
        notebooks.edit(
            request.principal(),
            request.parameter("id"),
            ApiRequest.text(json, "editId"),
            NotebookOps.fromJson(json.path("ops")));
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("revision", edit.revision());
    answer.set("results", NotebookOps.resultsToJson(edit.results()));
    return ApiResponse.ok(answer);
  }

  private ApiResponse export(ApiRequest request) {
    Notebook notebook = notebooks.require(request.principal(), request.parameter("id"));
    boolean withOutputs =
        switch (request.query("outputs").orElse("true")) {
          case "true" -> true;
          case "false" -> false;
          default ->
              throw new SpoorException(ErrorCode.INVALID_REQUEST, "outputs is not true or false");
        };
    return ApiResponse.download(
        notebook.title() + ".ipynb",
        "application/x-ipynb+json",
        exports.write(request.principal(), notebook, withOutputs));
  }
}
