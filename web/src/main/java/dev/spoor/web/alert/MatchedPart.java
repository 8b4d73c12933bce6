package dev.spoor.web.alert;

import com.vaadin.flow.component.HtmlContainer;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.spoor.server.alert.Alert;
import dev.spoor.server.alert.AlertEntity;
import dev.spoor.server.monitoring.MatchReasons.Mark;
import dev.spoor.server.monitoring.MatchReasons.Reason;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Plain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The value that told this alert, with what matched in it marked, and why it fired.
final class MatchedPart extends Div {
  private static final int MAX_VALUE = 2_000;

  private final Span text = new Span();
  private final Paragraph why = new Paragraph();
  private final String value;
  private final boolean isSaid;

  MatchedPart(Alert alert) {
    AlertEntity entity = alert.entity();
    value = entity.keyValue();
    isSaid = !alert.why().isEmpty();
    if (!value.isEmpty()) {
      Div box = new Div(text);
      box.addClassName("cmd");
      box.getElement()
          .setAttribute("aria-label", entity.keyColumn().isEmpty() ? "Value" : entity.keyColumn());
      box.getElement().setAttribute("role", "region");
      box.getElement().setAttribute("tabindex", "0");
      if (value.length() > MAX_VALUE) {
        Span more = new Span("… cut, the whole value is in the raw event");
        more.addClassName("quiet");
        box.add(more);
      }
      box.add(
          Actions.icon(
              "Copy",
              "copy",
              event -> getElement().executeJs("navigator.clipboard.writeText($0)", value)));
      add(box);
    }
    why.addClassName("why");
    why.setText(
        isSaid
            ? "Why: " + Plain.text(alert.why())
            : "Raised by " + AlertWords.cut(alert.rule()) + ".");
    add(why);
    draw(List.of());
  }

  /// Marks what the expressions of the monitoring table found in this value.
  void mark(List<Reason> reasons) {
    List<Mark> marks = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (Reason reason : reasons) {
      names.add(reason.parameter() + " of " + reason.artifact());
      if (reason.value().equals(value)) {
        marks.addAll(reason.marks());
      }
    }
    marks.sort(Comparator.comparingInt(Mark::from));
    draw(marks);
    if (!isSaid && !names.isEmpty()) {
      why.setText(
          (marks.isEmpty() ? "Why: the event matches " : "Why: the marked parts match ")
              + Plain.text(String.join(", ", names))
              + ".");
    }
  }

  private void draw(List<Mark> marks) {
    String shown = value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) : value;
    text.removeAll();
    int at = 0;
    for (Mark mark : marks) {
      if (mark.from() >= at && mark.to() <= shown.length()) {
        text.add(new Span(Plain.text(shown.substring(at, mark.from()))));
        text.add(new Marked(Plain.text(shown.substring(mark.from(), mark.to()))));
        at = mark.to();
      }
    }
    text.add(new Span(Plain.text(shown.substring(at))));
  }

  @Tag("mark")
  private static final class Marked extends HtmlContainer {
    Marked(String text) {
      setText(text);
    }
  }
}
