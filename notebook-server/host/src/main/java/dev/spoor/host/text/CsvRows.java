package dev.spoor.host.text;

import dev.spoor.vql.catalog.ArgumentException;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The records of a CSV text (RFC 4180, a lone LF ends a record too). Numbers that are not quoted
/// become numbers.
final class CsvRows implements RowStream {
  private static final int MOST_COLUMNS = 10_000;
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,15}\\.[0-9]{1,15}");

  private final String text;
  private final char separator;
  private final List<String> columns;
  private int at;
  private volatile boolean closed;

  CsvRows(String text, char separator, List<String> columns) {
    this.text = text;
    this.separator = separator;
    this.columns = new ArrayList<>(columns);
    if (columns.isEmpty()) {
      List<Object> names = record();
      if (names != null) {
        names.forEach(name -> this.columns.add(name.toString().strip()));
      }
    }
  }

  @Override
  public @Nullable Row next() {
    List<Object> values = closed ? null : record();
    if (values == null) {
      return null;
    }
    Dict row = new Dict(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      row.with(columns.get(i), i < values.size() ? values.get(i) : null);
    }
    return row;
  }

  /// The next record that is not empty, or null at the end.
  private @Nullable List<Object> record() {
    while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
      at++;
    }
    if (at >= text.length()) {
      return null;
    }
    List<Object> values = new ArrayList<>();
    while (true) {
      values.add(value());
      if (values.size() > MOST_COLUMNS) {
        throw new ArgumentException("more than " + MOST_COLUMNS + " columns");
      }
      if (at >= text.length() || text.charAt(at) != separator) {
        return values;
      }
      at++;
    }
  }

  private Object value() {
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    int from = at;
    while (at < text.length() && !isEnd(text.charAt(at))) {
      at++;
    }
    String value = text.substring(from, at);
    if (WHOLE.matcher(value).matches()) {
      return Long.valueOf(value);
    }
    return DECIMAL.matcher(value).matches() ? (Object) Double.valueOf(value) : value;
  }

  private boolean isEnd(char c) {
    return c == separator || c == '\n' || c == '\r';
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        value.append(c);
      } else if (at < text.length() && text.charAt(at) == '"') {
        value.append('"');
        at++;
      } else {
        break;
      }
    }
    // what follows the closing quote up to the separator is kept, not lost
    while (at < text.length() && !isEnd(text.charAt(at))) {
      value.append(text.charAt(at++));
    }
    return value.toString();
  }

  @Override
  public void close() {
    closed = true;
  }
}
