package dev.spoor.web.alert;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.TimeText;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A row as JSON, coloured: two levels open, long values cut with their size, never more than fits
/// a page.
final class RawRow extends Pre {
  private static final int MAX_VALUE = 400;
  private static final int MAX_LINES = 120;
  private static final int MAX_DEPTH = 4;
  private static final int MAX_CHILDREN = 60;

  private int lines;
  private int fields;

  RawRow(Row row, Predicate<String> wanted) {
    addClassName("raw");
    getElement().setAttribute("tabindex", "0");
    getElement().setAttribute("role", "region");
    getElement().setAttribute("aria-label", "Raw event");
    line(0, plain("{"));
    members(row, wanted, 1);
    line(0, plain("}"));
    if (lines > MAX_LINES) {
      Div more = new Div("The rest is in the notebook: open it with O.");
      more.addClassName("quiet");
      add(more);
    }
  }

  /// How many values it has.
  int fields() {
    return fields;
  }

  private void members(Row row, Predicate<String> wanted, int depth) {
    int shown = 0;
    for (String column : row.columns()) {
      if (!wanted.test(column)) {
        continue;
      }
      if (++shown > MAX_CHILDREN) {
        line(depth, quiet("… " + Words.number(row.size() - MAX_CHILDREN) + " more"));
        return;
      }
      value(column, LazyValue.force(row.get(column)), depth);
    }
  }

  private void value(@Nullable String name, @Nullable Object value, int depth) {
    Span key = name == null ? new Span() : span("\"" + cut(name) + "\"", "raw-key");
    Span colon = name == null ? new Span() : plain(": ");
    switch (value) {
      case Row inner when depth < MAX_DEPTH -> {
        line(depth, key, colon, plain("{"));
        members(inner, _ -> true, depth + 1);
        line(depth, plain("}"));
      }
      case List<?> list when depth < MAX_DEPTH && !list.isEmpty() -> {
        line(depth, key, colon, plain("["));
        int shown = 0;
        for (Object one : list) {
          if (++shown > MAX_CHILDREN) {
            line(depth + 1, quiet("… " + Words.number(list.size() - MAX_CHILDREN) + " more"));
            break;
          }
          value(null, LazyValue.force(one), depth + 1);
        }
        line(depth, plain("]"));
      }
      case null -> leaf(depth, key, colon, span("null", "raw-number"));
      case VqlString text -> {
        String whole = text.toString();
        leaf(depth, key, colon, span("\"" + escaped(cut(whole)) + "\"", "raw-text"), size(whole));
      }
      case Instant time ->
          leaf(depth, key, colon, span("\"" + TimeText.rfc3339(time) + "\"", "raw-text"));
      default -> leaf(depth, key, colon, span(cut(Values.toText(value)), "raw-number"));
    }
  }

  private void leaf(int depth, Span... parts) {
    fields++;
    line(depth, parts);
  }

  private void line(int depth, Span... parts) {
    if (++lines > MAX_LINES) {
      return;
    }
    Div line = new Div(parts);
    line.addClassName("raw-" + Math.min(depth, MAX_DEPTH + 1));
    add(line);
  }

  private static Span size(String text) {
    return text.length() > MAX_VALUE
        ? quiet(" " + Words.number(text.length()) + " characters")
        : new Span();
  }

  private static String cut(String text) {
    return text.length() > MAX_VALUE ? text.substring(0, MAX_VALUE) + "…" : text;
  }

  private static String escaped(String text) {
    return Plain.text(
        text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t"));
  }

  private static Span plain(String text) {
    return new Span(text);
  }

  private static Span quiet(String text) {
    return span(text, "quiet");
  }

  private static Span span(String text, String className) {
    Span span = new Span(Plain.text(text));
    span.addClassName(className);
    return span;
  }
}
