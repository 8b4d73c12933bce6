package dev.spoor.server.notebook.export;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.notebook.CellId;
import dev.spoor.server.notebook.CellType;
import dev.spoor.server.notebook.Notebooks.Draft;
import dev.spoor.server.notebook.Notebooks.DraftCell;
import dev.spoor.server.notebook.TimeRange;
import dev.spoor.server.notebook.TimeRanges;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads notebook files (nbformat 4, minor 5; earlier minors of 4 get ids). What the file claims of
/// results or trust is not believed: outputs are dropped, the cells run here.
public final class NotebookFile {
  /// Bytes of a file.
  public static final int MAX_BYTES = 100 << 20;

  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(100)
                      .maxDocumentLength(MAX_BYTES)
                      .build())
              .build());

  private NotebookFile() {}

  /// What the file holds, as a draft.
  ///
  /// @param dropped what was left out, a line each: raw cells, outputs
  public record Imported(Draft draft, List<String> dropped) {
    public Imported {
      dropped = List.copyOf(dropped);
    }
  }

  public static Imported read(byte[] bytes, String fallbackTitle) {
    if (bytes.length > MAX_BYTES) {
      throw new SpoorException(
          ErrorCode.TOO_LARGE,
          "notebook file has " + bytes.length + " bytes; at most " + MAX_BYTES);
    }
    JsonNode root;
    try {
      root = JSON.readTree(bytes);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw invalid(
          at == null || at.getLineNr() < 0
              ? "notebook file is not JSON that this reads: " + e.getOriginalMessage()
              : "notebook file is not JSON: line "
                  + at.getLineNr()
                  + ", column "
                  + at.getColumnNr());
    }
    if (root == null || !root.isObject()) {
      throw invalid("notebook file is not a JSON object");
    }
    int format = root.path("nbformat").asInt(-1);
    if (format != 4) {
      throw invalid(
          "notebook file has nbformat " + root.path("nbformat") + "; this reads nbformat 4");
    }
    JsonNode cells = root.path("cells");
    if (!cells.isArray()) {
      throw invalid("notebook file has no list of cells");
    }
    List<DraftCell> drafts = new ArrayList<>();
    List<String> dropped = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    int outputs = 0;
    for (int i = 0; i < cells.size(); i++) {
      JsonNode cell = cells.get(i);
      String type = cell.path("cell_type").asString("");
      String text = source(cell, i);
      switch (type) {
        case "code" -> drafts.add(new DraftCell(id(cell, ids), code(cell), text));
        case "markdown" -> drafts.add(new DraftCell(id(cell, ids), CellType.MARKDOWN, text));
        case "raw" -> dropped.add("cell " + (i + 1) + " is raw and was left out");
        default ->
            throw invalid(
                "cell " + (i + 1) + " has cell_type \"" + type + "\"; known: code, markdown, raw");
      }
      outputs += cell.path("outputs").size();
    }
    if (outputs > 0) {
      dropped.add(outputs + " outputs were left out; run the cells to get results");
    }
    return new Imported(new Draft(title(root, fallbackTitle), timeRange(root), drafts), dropped);
  }

  /// A cell of tests says so in its metadata.
  private static CellType code(JsonNode cell) {
    boolean tests =
        cell.path("metadata").path("spoor").path("type").asString("").equals(CellType.TEST.text());
    return tests ? CellType.TEST : CellType.VQL;
  }

  /// Also with what came before 4.5, and with ids that break the rule: null asks for a new id.
  private static @Nullable CellId id(JsonNode cell, Set<String> taken) {
    String id = cell.path("id").asString("");
    return CellId.isValid(id) && taken.add(id) ? new CellId(id) : null;
  }

  private static String source(JsonNode cell, int index) {
    JsonNode source = cell.path("source");
    if (source.isString()) {
      return source.asString();
    }
    if (!source.isArray()) {
      throw invalid("cell " + (index + 1) + " has no source");
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode line : source) {
      if (!line.isString()) {
        throw invalid("cell " + (index + 1) + " has a source line that is not text");
      }
      text.append(line.asString());
    }
    return text.toString();
  }

  private static String title(JsonNode root, String fallback) {
    String title = root.path("metadata").path("title").asString("").strip();
    if (title.isEmpty()) {
      title = fallback.strip();
    }
    if (title.isEmpty()) {
      title = "Imported notebook";
    }
    return title.length() > 200 ? title.substring(0, 200) : title;
  }

  private static @Nullable TimeRange timeRange(JsonNode root) {
    JsonNode range = root.path("metadata").path("spoor").path("timeRange");
    if (!range.isObject()) {
      return null;
    }
    return TimeRanges.fromJson(range);
  }

  private static SpoorException invalid(String message) {
    return new SpoorException(ErrorCode.INVALID_NOTEBOOK, message);
  }
}
