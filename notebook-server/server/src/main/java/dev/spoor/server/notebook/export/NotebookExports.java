package dev.spoor.server.notebook.export;

import dev.spoor.server.identity.Principal;
import dev.spoor.server.notebook.Cell;
import dev.spoor.server.notebook.Notebook;
import dev.spoor.server.notebook.export.NotebookFileWriter.Table;
import dev.spoor.server.notebook.run.CellRuns;
import dev.spoor.server.notebook.run.RunSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Notebooks as files, with the rows that their cells show.
public final class NotebookExports {
  /// Rows of one cell that a file holds; the caption says how many there were.
  static final int MAX_ROWS = 1_000;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final CellRuns runs;

  public NotebookExports(CellRuns runs) {
    this.runs = runs;
  }

  /// Results that the principal may not read are left out.
  public byte[] write(Principal principal, Notebook notebook, boolean withOutputs) {
    Map<String, Table> tables = new HashMap<>();
    if (withOutputs) {
      Map<String, RunSummary> summaries = runs.summaries(principal, notebook);
      for (Cell cell : notebook.cells()) {
        RunSummary run = cell.run() == null ? null : summaries.get(cell.run());
        if (run != null) {
          tables.put(cell.id().value(), table(principal, run));
        }
      }
    }
    return NotebookFileWriter.write(notebook, tables);
  }

  private Table table(Principal principal, RunSummary run) {
    List<String> columns = run.columns().stream().map(RunSummary.Column::name).toList();
    List<List<JsonNode>> rows = new ArrayList<>();
    while (rows.size() < MAX_ROWS) {
      List<byte[]> page = runs.rows(principal, run.run(), rows.size(), MAX_ROWS - rows.size());
      if (page.isEmpty()) {
        break;
      }
      for (byte[] row : page) {
        JsonNode json = JSON.readTree(row);
        List<JsonNode> values = new ArrayList<>();
        for (String column : columns) {
          JsonNode value = json.get(column);
          values.add(value == null ? JsonNodeFactory.instance.nullNode() : value);
        }
        rows.add(values);
      }
    }
    return new Table(columns, rows, run.rows());
  }
}
