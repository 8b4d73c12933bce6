package dev.spoor.launcher;

import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.JsonException;
import dev.spoor.vql.value.Row;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/// The objects of a stream of JSON: a line each, one after another over several lines, or the items
/// of an array. One that is broken costs no other, as long as each begins a line.
final class JsonObjects {
  private static final int MAX_BYTES = 16 << 20;

  private final Consumer<Row> rows;
  private final Consumer<String> problems;
  private final ByteArrayOutputStream object = new ByteArrayOutputStream();
  private int depth;
  private boolean quoted;
  private boolean escaped;
  private long line = 1;
  private long startLine = 1;

  private JsonObjects(Consumer<Row> rows, Consumer<String> problems) {
    this.rows = rows;
    this.problems = problems;
  }

  /// @param problems is told of objects that are broken, with their line
  static void read(InputStream in, Consumer<Row> rows, Consumer<String> problems)
      throws IOException {
    new JsonObjects(rows, problems).read(new BufferedInputStream(in, 1 << 16));
  }

  private void read(InputStream in) throws IOException {
    int before = '\n';
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '{' && before == '\n' && depth > 0) {
        giveUp("the object does not end");
      }
      if (object.size() > MAX_BYTES) {
        giveUp("an object of more than " + MAX_BYTES + " bytes");
      }
      if (depth > 0) {
        object.write(c);
        inside(c);
      } else if (c == '{') {
        startLine = line;
        object.write(c);
        depth = 1;
      } else if (c != '[' && c != ']' && c != ',' && c > ' ' && before == '\n') {
        problems.accept("line " + line + ": not JSON");
      }
      if (c == '\n') {
        line++;
      }
      before = c;
    }
    if (depth > 0) {
      giveUp("the object does not end");
    }
  }

  private void inside(int c) {
    if (quoted) {
      if (escaped) {
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else if (c == '"') {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{') {
      depth++;
    } else if (c == '}' && --depth == 0) {
      byte[] json = object.toByteArray();
      object.reset();
      try {
        rows.accept(Json.readRow(json, Json.ReadOptions.DEFAULT));
      } catch (JsonException e) {
        problems.accept("line " + startLine + ": " + e.getMessage());
      }
    }
  }

  private void giveUp(String reason) {
    problems.accept("line " + startLine + ": " + reason);
    object.reset();
    depth = 0;
    quoted = false;
    escaped = false;
  }
}
