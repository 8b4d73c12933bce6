package dev.spoor.web.monitoring;

import com.vaadin.flow.component.HtmlContainer;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.function.SerializableBiConsumer;
import dev.spoor.server.monitoring.RolloutMatrix;
import dev.spoor.server.monitoring.RolloutMatrix.Cell;
import dev.spoor.server.monitoring.RolloutMatrix.Column;
import dev.spoor.server.monitoring.RolloutMatrix.Line;
import dev.spoor.server.monitoring.RolloutMatrix.State;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Artifacts down, label groups across. What changes is drawn in its place: a cell that has the
/// focus keeps it. Arrow keys go from cell to cell.
final class MatrixTable extends Div {
  private static final String ARROWS =
      """
      this.addEventListener('keydown', event => {
        const cell = event.target.closest('td');
        if (!cell || !event.key.startsWith('Arrow')) return;
        const row = cell.parentElement;
        let next = null;
        if (event.key === 'ArrowLeft') next = cell.previousElementSibling;
        if (event.key === 'ArrowRight') next = cell.nextElementSibling;
        const line = event.key === 'ArrowUp' ? row.previousElementSibling
          : event.key === 'ArrowDown' ? row.nextElementSibling : null;
        if (line) next = line.children[[...row.children].indexOf(cell)];
        const button = next && next.querySelector('button');
        if (button) { button.focus(); event.preventDefault(); }
      });
      """;

  private final boolean mayEdit;
  private final SerializableBiConsumer<String, String> choose;
  private final SerializableBiConsumer<String, String> watch;
  private final HtmlContainer table = new HtmlContainer("table");
  private final HtmlContainer head = new HtmlContainer("thead");
  private final HtmlContainer body = new HtmlContainer("tbody");
  private transient List<Column> columns = List.of();
  private transient List<String> artifacts = List.of();
  private final transient Map<List<String>, Drawn> cells = new HashMap<>();
  private transient List<String> chosen = List.of();

  private record Drawn(HtmlContainer place, @Nullable Cell cell) {}

  /// @param choose a cell (label, artifact) is to be looked into
  /// @param watch something that is not watched (label, artifact) shall be
  MatrixTable(
      boolean mayEdit,
      SerializableBiConsumer<String, String> choose,
      SerializableBiConsumer<String, String> watch) {
    this.mayEdit = mayEdit;
    this.choose = choose;
    this.watch = watch;
    addClassName("matrix-frame");
    table.addClassName("matrix");
    table.add(head, body);
    add(table);
    getElement().executeJs(ARROWS);
  }

  void show(RolloutMatrix.Page page) {
    List<String> names = page.lines().stream().map(Line::artifact).toList();
    if (!page.columns().equals(columns) || !names.equals(artifacts)) {
      columns = page.columns();
      artifacts = names;
      draw(page);
      return;
    }
    for (Line line : page.lines()) {
      for (int i = 0; i < columns.size(); i++) {
        List<String> key = List.of(columns.get(i).label(), line.artifact());
        Drawn drawn = cells.get(key);
        Cell now = line.cells().get(i);
        if (drawn != null && !java.util.Objects.equals(drawn.cell(), now)) {
          fill(drawn.place(), key, now);
          cells.put(key, new Drawn(drawn.place(), now));
        }
      }
    }
  }

  void choose(String label, String artifact) {
    mark(chosen, false);
    chosen = List.of(label, artifact);
    mark(chosen, true);
  }

  private void mark(List<String> key, boolean is) {
    Drawn drawn = cells.get(key);
    if (drawn != null) {
      drawn.place().setClassName("chosen", is);
    }
  }

  private void draw(RolloutMatrix.Page page) {
    head.removeAll();
    body.removeAll();
    cells.clear();
    table
        .getStyle()
        .set("min-width", 172 + 130 * columns.size() + "px")
        .set("max-width", 172 + 260 * columns.size() + "px");
    HtmlContainer names = new HtmlContainer("tr");
    HtmlContainer first = new HtmlContainer("th");
    first.setText("Artifact");
    first.getElement().setAttribute("scope", "col");
    names.add(first);
    for (Column column : columns) {
      Span label = new Span(column.label().isEmpty() ? "All" : Plain.text(column.label()));
      label.addClassName("strong");
      Span size = new Span(Words.count(column.clients(), "client", "clients"));
      HtmlContainer cell = new HtmlContainer("th");
      cell.getElement().setAttribute("scope", "col");
      cell.add(label, size);
      names.add(cell);
    }
    head.add(names);
    for (Line line : page.lines()) {
      body.add(row(line));
    }
    mark(chosen, true);
  }

  private HtmlContainer row(Line line) {
    HtmlContainer row = new HtmlContainer("tr");
    int dot = line.artifact().lastIndexOf('.');
    Span name = new Span(line.artifact().substring(dot + 1));
    name.addClassName("strong");
    Span family = new Span(dot < 0 ? "" : line.artifact().substring(0, dot));
    HtmlContainer first = new HtmlContainer("th");
    first.getElement().setAttribute("scope", "row");
    first.getElement().setAttribute("title", line.artifact());
    first.add(name, family);
    row.add(first);
    for (int i = 0; i < columns.size(); i++) {
      List<String> key = List.of(columns.get(i).label(), line.artifact());
      HtmlContainer place = new HtmlContainer("td");
      Cell cell = line.cells().get(i);
      fill(place, key, cell);
      cells.put(key, new Drawn(place, cell));
      row.add(place);
    }
    return row;
  }

  private static String place(List<String> key) {
    return key.get(1) + " on " + (key.getFirst().isEmpty() ? "all clients" : key.getFirst());
  }

  private void fill(HtmlContainer place, List<String> key, @Nullable Cell cell) {
    if (cell == null) {
      place.removeAll();
      if (mayEdit) {
        NativeButton add = new NativeButton("–");
        add.addClassName("not-watched");
        add.getElement().setAttribute("aria-label", "Watch " + place(key));
        add.getElement().setAttribute("title", "Not watched. Enter adds it");
        add.addClickListener(event -> watch.accept(key.getFirst(), key.get(1)));
        place.add(add);
      } else {
        Span dash = new Span("–");
        dash.addClassName("not-watched");
        dash.getElement().setAttribute("aria-label", "Not watched");
        dash.getElement().setAttribute("role", "img");
        place.add(dash);
      }
      return;
    }
    NativeButton button =
        place
            .getChildren()
            .filter(NativeButton.class::isInstance)
            .map(NativeButton.class::cast)
            .filter(one -> one.hasClassName("cell"))
            .findFirst()
            .orElse(null);
    if (button == null) {
      place.removeAll();
      button = new NativeButton();
      button.addClassName("cell");
      button.addClickListener(event -> choose.accept(key.getFirst(), key.get(1)));
      place.add(button);
    }
    fill(button, key, cell);
  }

  private static void fill(NativeButton button, List<String> key, Cell cell) {
    button.removeAll();
    if (cell.clients() == 0) {
      Span none = new Span("No client yet");
      none.addClassNames("quiet");
      button.add(none, unseen(place(key)));
      button.getElement().setAttribute("title", place(key) + ": no client yet");
      return;
    }
    String icon = StateWord.icon(cell.worst());
    Span word =
        new Span(new Icon(icon), new Span(StateWord.of(cell.worst(), cell.count(cell.worst()))));
    word.addClassNames("state", icon);
    Span number = new Span(Words.number(cell.count(State.RUNNING)));
    number.addClassNames("num", "quiet");
    Span line = new Span(word, number);
    line.addClassName("cell-line");
    Span bar = new Span();
    bar.addClassName("bar");
    List<String> told = new ArrayList<>();
    for (State state :
        List.of(
            State.RUNNING,
            State.PENDING,
            State.NEEDS_AGENT,
            State.ERROR,
            State.SILENT,
            State.PRECONDITION_FALSE)) {
      int count = cell.count(state);
      if (count > 0) {
        Span part = new Span();
        part.addClassNames("share", StateWord.icon(state));
        part.getStyle().set("flex-grow", Integer.toString(count));
        bar.add(part);
        told.add(StateWord.counted(state, count));
      }
    }
    String whole = place(key) + ": " + String.join(", ", told);
    button.add(line, bar, unseen(whole));
    button.getElement().setAttribute("title", whole);
  }

  /// For those who listen: the cell, and everything that its bar shows.
  private static Span unseen(String text) {
    Span span = new Span(" " + text);
    span.addClassName("unseen");
    return span;
  }
}
