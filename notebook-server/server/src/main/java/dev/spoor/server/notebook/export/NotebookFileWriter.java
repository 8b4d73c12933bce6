package dev.spoor.server.notebook.export;

import dev.spoor.server.notebook.Cell;
import dev.spoor.server.notebook.CellType;
import dev.spoor.server.notebook.Notebook;
import dev.spoor.server.notebook.TimeRanges;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes notebook files (nbformat 4.5) in a form that keeps a later difference small: one space of
/// indent, fixed order of keys, source by line. Rows that a cell shows become a table that other
/// programs display.
public final class NotebookFileWriter {
  private static final JsonMapper JSON = JsonMapper.shared();

  private NotebookFileWriter() {}

  /// Rows of one cell for the file.
  ///
  /// @param rows in column order, cells as JSON
  /// @param total rows that the run had; more than `rows` holds when they were cut
  public record Table(List<String> columns, List<List<JsonNode>> rows, long total) {
    public Table {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /// @param tables by cell id; cells without one are written without output
  public static byte[] write(Notebook notebook, Map<String, Table> tables) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode cells = root.putArray("cells");
    int execution = 0;
    for (Cell cell : notebook.cells()) {
      Table table = tables.get(cell.id().value());
      if (cell.type().runs() && table != null) {
        execution++;
      }
      cells.add(cell(cell, table, execution));
    }
    ObjectNode metadata = root.putObject("metadata");
    metadata
        .putObject("kernelspec")
        .put("display_name", "VQL (Spoor)")
        .put("language", "sql")
        .put("name", "vql");
    metadata
        .putObject("language_info")
        .put("codemirror_mode", "sql")
        .put("file_extension", ".vql")
        .put("mimetype", "text/x-vql")
        .put("name", "vql")
        .put("pygments_lexer", "sql");
    ObjectNode spoor = metadata.putObject("spoor");
    spoor.put("format", 1).put("notebookId", notebook.id()).put("revision", notebook.revision());
    spoor.set("timeRange", TimeRanges.toJson(notebook.timeRange()));
    metadata.put("title", notebook.title());
    root.put("nbformat", 4).put("nbformat_minor", 5);

    DefaultIndenter indenter = new DefaultIndenter(" ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                    .withArrayEmptySeparator("")
                    .withObjectEmptySeparator(""))
            .withObjectIndenter(indenter)
            .withArrayIndenter(indenter);
    return (JSON.writer().with(printer).writeValueAsString(root) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode cell(Cell cell, @Nullable Table table, int execution) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    boolean code = cell.type().runs();
    json.put("cell_type", code ? "code" : "markdown");
    if (code) {
      if (table == null) {
        json.putNull("execution_count");
      } else {
        json.put("execution_count", execution);
      }
    }
    json.put("id", cell.id().value());
    ObjectNode metadata = json.putObject("metadata");
    if (code) {
      if (cell.type() == CellType.TEST) {
        metadata.putObject("spoor").put("type", cell.type().text());
        metadata.putObject("vscode").put("languageId", "yaml");
      } else {
        metadata.putObject("vscode").put("languageId", "sql");
      }
      ArrayNode outputs = json.putArray("outputs");
      if (table != null) {
        outputs.add(output(table, execution));
      }
    }
    lines(json.putArray("source"), cell.text());
    return json;
  }

  private static ObjectNode output(Table table, int execution) {
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    ObjectNode data = output.putObject("data");
    ObjectNode ours = data.putObject("application/vnd.spoor.table.v1+json");
    ArrayNode columns = ours.putArray("columns");
    table.columns().forEach(columns::add);
    ArrayNode rows = ours.putArray("rows");
    for (List<JsonNode> row : table.rows()) {
      ArrayNode values = rows.addArray();
      row.forEach(values::add);
    }
    ours.put("total", table.total());
    lines(data.putArray("text/html"), TableText.html(table));
    lines(data.putArray("text/plain"), TableText.plain(table));
    output.put("execution_count", execution);
    output.putObject("metadata");
    output.put("output_type", "execute_result");
    return output;
  }

  /// Each line keeps its line break, as the format wants; no text is an empty list.
  private static void lines(ArrayNode into, String text) {
    int from = 0;
    while (from < text.length()) {
      int to = text.indexOf('\n', from);
      to = to < 0 ? text.length() : to + 1;
      into.add(text.substring(from, to));
      from = to;
    }
  }
}
