package dev.spoor.server.notebook.export;

import dev.spoor.server.notebook.export.NotebookFileWriter.Table;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Rows as text for programs that know nothing of ours. Every value is escaped; control and bidi
/// characters become their code point in brackets, so that nothing in a row acts.
final class TableText {
  private static final int CELL = 512;
  private static final int PLAIN_CELL = 60;

  private TableText() {}

  static String html(Table table) {
    StringBuilder html = new StringBuilder("<table><caption>");
    html.append(caption(table)).append("</caption><thead><tr>");
    for (String column : table.columns()) {
      html.append("<th scope=\"col\">").append(escape(visible(column))).append("</th>");
    }
    html.append("</tr></thead>\n<tbody>");
    for (List<JsonNode> row : table.rows()) {
      html.append("<tr>");
      for (JsonNode value : row) {
        html.append("<td>").append(escape(cut(text(value), CELL))).append("</td>");
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody></table>").toString();
  }

  static String plain(Table table) {
    StringBuilder plain = new StringBuilder(String.join("  ", table.columns()));
    for (List<JsonNode> row : table.rows()) {
      plain.append('\n');
      for (int i = 0; i < row.size(); i++) {
        plain.append(i == 0 ? "" : "  ").append(cut(text(row.get(i)), PLAIN_CELL));
      }
    }
    return plain.append('\n').append(caption(table)).toString();
  }

  private static String caption(Table table) {
    return table.rows().size() == table.total()
        ? String.format(Locale.ROOT, "%,d rows", table.total())
        : String.format(Locale.ROOT, "%,d of %,d rows", table.rows().size(), table.total());
  }

  private static String text(JsonNode value) {
    if (value.isNull()) {
      return "";
    }
    if (value.has("$time")) {
      return value.get("$time").asString();
    }
    if (value.has("$int")) {
      return value.get("$int").asString();
    }
    return visible(value.isString() ? value.asString() : value.toString());
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "…";
  }

  private static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              if (type == Character.CONTROL
                  || type == Character.FORMAT
                  || type == Character.SURROGATE
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR) {
                visible.append(String.format(Locale.ROOT, "[U+%04X]", c));
              } else {
                visible.appendCodePoint(c);
              }
            });
    return visible.toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
