package dev.spoor.web.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import java.util.List;

/// A table of some dozens of rows, drawn as a whole; on a narrow window each row becomes a block in
/// which every value stands behind the name of its column. Longer lists are grids.
public final class PlainTable extends Div {
  /// @param className `grow` takes what is left, `num` is set to the right, `end` holds the actions
  public record Column(String title, String className) {
    public static Column of(String title) {
      return new Column(title, "");
    }
  }

  private final transient List<Column> columns;
  private final Element body = new Element("tbody");

  public PlainTable(String name, Column... columns) {
    this.columns = List.of(columns);
    addClassName("plain-table");
    Element head = new Element("tr");
    for (Column column : columns) {
      Element cell = new Element("th");
      cell.setAttribute("scope", "col");
      if (column.title().equals("Actions")) {
        Span hidden = new Span(column.title());
        hidden.addClassName("only-heard");
        cell.appendChild(hidden.getElement());
      } else {
        cell.setText(column.title());
      }
      mark(cell, column);
      head.appendChild(cell);
    }
    Element table = new Element("table");
    table.setAttribute("aria-label", name);
    Element header = new Element("thead");
    header.appendChild(head);
    table.appendChild(header, body);
    getElement().appendChild(table);
  }

  private static void mark(Element cell, Column column) {
    if (!column.className().isEmpty()) {
      cell.setAttribute("class", column.className());
    }
  }

  public void clear() {
    body.removeAllChildren();
  }

  /// One row: as many cells as there are columns.
  public void row(Component... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns.size());
    }
    Element row = new Element("tr");
    for (int i = 0; i < cells.length; i++) {
      Element cell = new Element("td");
      mark(cell, columns.get(i));
      cell.setAttribute("data-title", columns.get(i).title());
      cell.appendChild(cells[i].getElement());
      row.appendChild(cell);
    }
    body.appendChild(row);
  }

  /// A value as text, set apart from what stands beside it.
  public static Span text(String value) {
    Span span = new Span(Plain.text(value));
    span.addClassName("isolated");
    return span;
  }

  public static Span strong(String value) {
    Span span = text(value);
    span.addClassName("strong");
    return span;
  }

  public static Span quiet(String value) {
    Span span = text(value);
    span.addClassName("quiet");
    return span;
  }

  /// Several components in one cell, side by side.
  public static Div cell(Component... parts) {
    Div cell = new Div(parts);
    cell.addClassName("cell");
    return cell;
  }
}
