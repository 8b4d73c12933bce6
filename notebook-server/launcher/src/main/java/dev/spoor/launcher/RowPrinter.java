package dev.spoor.launcher;

import dev.spoor.host.text.CsvText;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.VqlString;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rows to a stream of bytes, one form each. A row may hold anything that an adversary typed: CSV
/// never begins a cell with a formula, a table never sends a control character to the terminal.
abstract class RowPrinter implements Closeable {
  private static final int TABLE_ROWS = 500;
  private static final int TABLE_CELL = 80;

  final OutputStream out;

  private RowPrinter(OutputStream out) {
    this.out = out;
  }

  abstract void print(Row row) throws IOException;

  @Override
  public abstract void close() throws IOException;

  static RowPrinter of(RowFormat format, OutputStream out) {
    return switch (format) {
      case JSON -> new JsonArray(out);
      case JSONL -> new JsonLines(out);
      case CSV -> new Csv(out);
      case TABLE -> new Table(out);
    };
  }

  void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static final class JsonArray extends RowPrinter {
    private boolean first = true;

    JsonArray(OutputStream out) {
      super(out);
    }

    @Override
    void print(Row row) throws IOException {
      write(first ? "[\n " : ",\n ");
      first = false;
      out.write(Json.writeBytes(row));
    }

    @Override
    public void close() throws IOException {
      write(first ? "[]\n" : "\n]\n");
      out.flush();
    }
  }

  private static final class JsonLines extends RowPrinter {
    JsonLines(OutputStream out) {
      super(out);
    }

    @Override
    void print(Row row) throws IOException {
      out.write(Json.writeBytes(row));
      out.write('\n');
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }

  /// RFC 4180. The columns are those of the first row; a later row with others says so once.
  private static final class Csv extends RowPrinter {
    private @Nullable List<String> columns;

    Csv(OutputStream out) {
      super(out);
    }

    @Override
    void print(Row row) throws IOException {
      List<String> head = columns;
      if (head == null) {
        head = List.copyOf(row.columns());
        columns = head;
        line(head);
      }
      List<String> cells = new ArrayList<>();
      for (String column : head) {
        cells.add(cellText(row.get(column)));
      }
      line(cells);
    }

    private void line(List<String> cells) throws IOException {
      write(CsvText.line(cells));
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }

  private static final class Table extends RowPrinter {
    private final List<Row> rows = new ArrayList<>();
    private long more;

    Table(OutputStream out) {
      super(out);
    }

    @Override
    void print(Row row) {
      if (rows.size() < TABLE_ROWS) {
        rows.add(row);
      } else {
        more++;
      }
    }

    @Override
    public void close() throws IOException {
      Set<String> columns = new LinkedHashSet<>();
      rows.forEach(row -> columns.addAll(row.columns()));
      List<List<String>> lines = new ArrayList<>();
      lines.add(columns.stream().map(Table::shown).toList());
      for (Row row : rows) {
        lines.add(columns.stream().map(c -> shown(cellText(row.get(c)))).toList());
      }
      int[] widths = new int[columns.size()];
      for (List<String> line : lines) {
        for (int i = 0; i < widths.length; i++) {
          widths[i] = Math.max(widths[i], line.get(i).length());
        }
      }
      for (List<String> line : lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
          String cell = line.get(i);
          text.append(i == 0 ? "" : "  ").append(cell);
          text.append(" ".repeat(i == widths.length - 1 ? 0 : widths[i] - cell.length()));
        }
        write(text.append('\n').toString());
      }
      if (more > 0) {
        write("… and " + more + " more; use --format jsonl for all\n");
      }
      out.flush();
    }

    private static String shown(String cell) {
      StringBuilder shown = new StringBuilder();
      for (int i = 0; i < cell.length() && shown.length() < TABLE_CELL; i++) {
        char c = cell.charAt(i);
        int type = Character.getType(c);
        if (type == Character.CONTROL || type == Character.FORMAT) {
          shown.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
          shown.append(c);
        }
      }
      return shown.length() < TABLE_CELL && cell.length() <= shown.length()
          ? shown.toString()
          : shown.append(cell.length() > TABLE_CELL ? "…" : "").toString();
    }
  }

  static String cellText(@Nullable Object value) {
    Object forced = LazyValue.force(value);
    if (forced == null) {
      return "";
    }
    return forced instanceof VqlString text
        ? text.toString()
        : Json.write(forced).replaceAll("^\"|\"$", "");
  }
}
