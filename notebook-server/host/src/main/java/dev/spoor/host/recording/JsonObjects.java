package dev.spoor.host.recording;

import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.JsonException;
import dev.spoor.vql.value.Row;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The objects of a stream of JSON: a line each, one after another over several lines, or the items
/// of an array. One that is broken costs no other, as long as each begins a line. For one thread.
public final class JsonObjects {
  private static final int MAX_BYTES = 16 << 20;

  private final InputStream in;
  private final Consumer<String> problems;
  private final ByteArrayOutputStream object = new ByteArrayOutputStream();
  private int depth;
  private boolean quoted;
  private boolean escaped;
  private boolean over;
  private int before = '\n';
  private long line = 1;
  private long startLine = 1;

  /// @param problems is told of objects that are broken, with their line
  public JsonObjects(InputStream in, Consumer<String> problems) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.problems = problems;
  }

  public static void read(InputStream in, Consumer<Row> rows, Consumer<String> problems)
      throws IOException {
    JsonObjects objects = new JsonObjects(in, problems);
    for (Row row = objects.next(); row != null; row = objects.next()) {
      rows.accept(row);
    }
  }

  /// The line on which the last object began.
  public long line() {
    return startLine;
  }

  /// The next object that can be read; null after the last.
  public @Nullable Row next() throws IOException {
    while (!over) {
      int c = in.read();
      if (c < 0) {
        over = true;
        if (depth > 0) {
          giveUp("the object does not end");
        }
        return null;
      }
      Row row = take(c);
      if (row != null) {
        return row;
      }
    }
    return null;
  }

  private @Nullable Row take(int c) {
    if (c == '{' && before == '\n' && depth > 0) {
      giveUp("the object does not end");
    }
    if (object.size() > MAX_BYTES) {
      giveUp("an object of more than " + MAX_BYTES + " bytes");
    }
    Row row = null;
    if (depth > 0) {
      object.write(c);
      row = inside(c);
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
    return row;
  }

  private @Nullable Row inside(int c) {
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
        return Json.readRow(json, Json.ReadOptions.DEFAULT);
      } catch (JsonException e) {
        problems.accept("line " + startLine + ": " + e.getMessage());
      }
    }
    return null;
  }

  private void giveUp(String reason) {
    problems.accept("line " + startLine + ": " + reason);
    object.reset();
    depth = 0;
    quoted = false;
    escaped = false;
  }
}
