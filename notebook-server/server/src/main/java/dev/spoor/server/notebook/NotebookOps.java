package dev.spoor.server.notebook;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of operations and their results, shared by the routes, the live channel and the
/// store of answers.
public final class NotebookOps {
  private static final JsonMapper JSON = JsonMapper.shared();

  private NotebookOps() {}

  public static List<NotebookOp> fromJson(JsonNode ops) {
    if (!ops.isArray() || ops.isEmpty() || ops.size() > Notebooks.MAX_OPS) {
      throw invalid("ops is not a list of 1 to " + Notebooks.MAX_OPS + " operations");
    }
    List<NotebookOp> result = new ArrayList<>();
    for (JsonNode op : ops) {
      result.add(op(op));
    }
    return result;
  }

  private static NotebookOp op(JsonNode json) {
    String name = text(json, "op");
    return switch (name) {
      case "setText" ->
          new NotebookOp.SetText(
              cell(json, "cell"), number(json, "baseRevision"), text(json, "text"));
      case "insert" -> {
        JsonNode cell = json.path("cell");
        yield new NotebookOp.Insert(cell(cell, "id"), type(cell), text(cell, "text"), after(json));
      }
      case "delete" -> new NotebookOp.Delete(cell(json, "cell"));
      case "restore" -> new NotebookOp.Restore(cell(json, "cell"));
      case "move" -> new NotebookOp.Move(cell(json, "cell"), after(json));
      case "setType" ->
          new NotebookOp.SetType(cell(json, "cell"), number(json, "baseRevision"), type(json));
      case "setTitle" -> new NotebookOp.SetTitle(text(json, "title"), number(json, "baseRevision"));
      case "setTimeRange" ->
          new NotebookOp.SetTimeRange(TimeRanges.fromJson(json.path("timeRange")));
      default -> throw invalid("op \"" + name + "\" is unknown");
    };
  }

  public static ObjectNode toJson(NotebookOp op) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    switch (op) {
      case NotebookOp.SetText o ->
          json.put("op", "setText")
              .put("cell", o.cell().value())
              .put("baseRevision", o.baseRevision())
              .put("text", o.text());
      case NotebookOp.Insert o -> {
        json.put("op", "insert");
        json.putObject("cell")
            .put("id", o.cell().value())
            .put("type", o.type().text())
            .put("text", o.text());
        putAfter(json, o.after());
      }
      case NotebookOp.Delete o -> json.put("op", "delete").put("cell", o.cell().value());
      case NotebookOp.Restore o -> json.put("op", "restore").put("cell", o.cell().value());
      case NotebookOp.Move o -> {
        json.put("op", "move").put("cell", o.cell().value());
        putAfter(json, o.after());
      }
      case NotebookOp.SetType o ->
          json.put("op", "setType")
              .put("cell", o.cell().value())
              .put("baseRevision", o.baseRevision())
              .put("type", o.type().text());
      case NotebookOp.SetTitle o ->
          json.put("op", "setTitle").put("title", o.title()).put("baseRevision", o.baseRevision());
      case NotebookOp.SetTimeRange o ->
          json.put("op", "setTimeRange").set("timeRange", TimeRanges.toJson(o.timeRange()));
    }
    return json;
  }

  private static void putAfter(ObjectNode json, @Nullable CellId after) {
    json.put("after", after == null ? null : after.value());
  }

  public static ArrayNode resultsToJson(List<OpResult> results) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (OpResult result : results) {
      ObjectNode entry = json.addObject();
      switch (result) {
        case OpResult.Saved saved -> {
          ObjectNode body = entry.putObject("saved");
          putCell(body, "cell", saved.cell());
          body.put("revision", saved.revision());
        }
        case OpResult.Conflict conflict -> {
          ObjectNode body = entry.putObject("conflict");
          putCell(body, "cell", conflict.cell());
          body.put("yours", conflict.yours())
              .put("theirs", conflict.theirs())
              .put("revision", conflict.revision());
          putCell(body, "copy", conflict.copy());
        }
        case OpResult.Refused refused -> {
          ObjectNode body = entry.putObject("refused");
          putCell(body, "cell", refused.cell());
          body.put("code", refused.code()).put("detail", refused.message());
        }
      }
    }
    return json;
  }

  private static void putCell(ObjectNode json, String name, @Nullable CellId cell) {
    json.put(name, cell == null ? null : cell.value());
  }

  static List<OpResult> resultsFromJson(String text) {
    List<OpResult> results = new ArrayList<>();
    for (JsonNode entry : JSON.readTree(text)) {
      if (entry.has("saved")) {
        JsonNode saved = entry.get("saved");
        results.add(
            new OpResult.Saved(optionalCell(saved, "cell"), saved.path("revision").asLong()));
      } else if (entry.has("conflict")) {
        JsonNode conflict = entry.get("conflict");
        results.add(
            new OpResult.Conflict(
                optionalCell(conflict, "cell"),
                conflict.path("yours").asString(""),
                conflict.path("theirs").asString(""),
                conflict.path("revision").asLong(),
                optionalCell(conflict, "copy")));
      } else {
        JsonNode refused = entry.path("refused");
        results.add(
            new OpResult.Refused(
                optionalCell(refused, "cell"),
                refused.path("code").asString(""),
                refused.path("detail").asString("")));
      }
    }
    return results;
  }

  private static @Nullable CellId optionalCell(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isString() ? new CellId(value.asString()) : null;
  }

  private static CellId cell(JsonNode json, String name) {
    String text = text(json, name);
    if (!CellId.isValid(text)) {
      throw invalid("cell id \"" + text + "\" is not 1 to 64 letters, digits, - or _");
    }
    return new CellId(text);
  }

  private static @Nullable CellId after(JsonNode json) {
    return json.path("after").isString() ? cell(json, "after") : null;
  }

  private static CellType type(JsonNode json) {
    String text = text(json, "type");
    return CellType.find(text)
        .orElseThrow(() -> invalid("cell type \"" + text + "\" is not vql or markdown"));
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isString()) {
      throw invalid("\"" + name + "\" is missing or not a text");
    }
    return value.asString();
  }

  private static long number(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isIntegralNumber()) {
      throw invalid("\"" + name + "\" is missing or not a whole number");
    }
    return value.asLong();
  }

  private static SpoorException invalid(String message) {
    return new SpoorException(ErrorCode.INVALID_REQUEST, message);
  }
}
