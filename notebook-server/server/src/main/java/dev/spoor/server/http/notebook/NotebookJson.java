package dev.spoor.server.http.notebook;

import dev.spoor.server.notebook.Cell;
import dev.spoor.server.notebook.Notebook;
import dev.spoor.server.notebook.NotebookListener.SavedEdit;
import dev.spoor.server.notebook.NotebookOp;
import dev.spoor.server.notebook.NotebookOps;
import dev.spoor.server.notebook.NotebookSummary;
import dev.spoor.server.notebook.TimeRanges;
import dev.spoor.server.notebook.run.RunSummary;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Notebooks and runs as the API shows them; the same for REST and the live channel.
public final class NotebookJson {
  private NotebookJson() {}

  public static ObjectNode summary(NotebookSummary summary) {
    return object()
        .put("id", summary.id())
        .put("title", summary.title())
        .put("owner", name(summary.owner()))
        .put("updated", summary.updated().toString())
        .put("cells", summary.cells())
        .put("canEdit", summary.canEdit());
  }

  /// @param runs the summaries of the runs that cells name, by id
  public static ObjectNode notebook(
      Notebook notebook, Map<String, RunSummary> runs, boolean canEdit) {
    ObjectNode json =
        object()
            .put("id", notebook.id())
            .put("title", notebook.title())
            .put("titleRevision", notebook.titleRevision())
            .put("owner", name(notebook.owner()))
            .put("revision", notebook.revision())
            .put("created", notebook.created().toString())
            .put("updated", notebook.updated().toString())
            .put("canEdit", canEdit);
    json.set("timeRange", TimeRanges.toJson(notebook.timeRange()));
    ArrayNode cells = json.putArray("cells");
    for (Cell cell : notebook.cells()) {
      ObjectNode c =
          cells
              .addObject()
              .put("id", cell.id().value())
              .put("type", cell.type().text())
              .put("text", cell.text())
              .put("revision", cell.revision())
              .put("author", name(cell.author()));
      if (cell.conflictOf() != null) {
        c.put("conflictOf", cell.conflictOf().value());
      }
      c.set("run", run(cell.run(), runs));
      c.set("pending", run(cell.pending(), runs));
    }
    return json;
  }

  private static @Nullable ObjectNode run(@Nullable String id, Map<String, RunSummary> runs) {
    RunSummary run = id == null ? null : runs.get(id);
    return run == null ? null : run(run);
  }

  public static ObjectNode run(RunSummary run) {
    ObjectNode json =
        object()
            .put("run", run.run())
            .put("notebook", run.notebook())
            .put("cell", run.cell())
            .put("textHash", run.textHash())
            .put("runner", name(run.runner()))
            .put("state", run.state().text())
            .put("rows", run.rows())
            .put("exact", run.isExact())
            .put("scanned", run.scanned())
            .put("elapsedMs", run.elapsedMs())
            .put("started", run.started().toString())
            .put("finished", run.finished() == null ? null : run.finished().toString());
    if (run.timeRange() != null) {
      json.set("timeRange", TimeRanges.toJson(run.timeRange()));
    }
    ArrayNode columns = json.putArray("columns");
    for (RunSummary.Column column : run.columns()) {
      columns.addObject().put("name", column.name()).put("type", column.type());
    }
    if (run.error() != null) {
      ObjectNode error =
          json.putObject("error")
              .put("code", run.error().code())
              .put("message", run.error().message());
      ArrayNode issues = error.putArray("issues");
      run.error()
          .issues()
          .forEach(
              issue ->
                  issues
                      .addObject()
                      .put("line", issue.line())
                      .put("column", issue.column())
                      .put("length", issue.length())
                      .put("severity", issue.severity())
                      .put("message", issue.message())
                      .put("fix", issue.fix()));
    }
    run.warnings().forEach(json.putArray("warnings")::add);
    run.log().forEach(json.putArray("log")::add);
    return json;
  }

  public static ObjectNode edit(SavedEdit edit) {
    ObjectNode json =
        object()
            .put("editId", edit.editId())
            .put("author", name(edit.author()))
            .put("revision", edit.revision());
    ArrayNode ops = json.putArray("ops");
    for (NotebookOp op : edit.ops()) {
      ops.add(NotebookOps.toJson(op));
    }
    json.set("results", NotebookOps.resultsToJson(edit.results()));
    return json;
  }

  /// `user:anna` is shown as `anna`.
  private static String name(String auditName) {
    return auditName.startsWith("user:") ? auditName.substring("user:".length()) : auditName;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
