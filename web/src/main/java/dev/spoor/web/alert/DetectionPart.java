package dev.spoor.web.alert;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import dev.spoor.server.alert.Alert;
import dev.spoor.server.alert.AlertEvent;
import dev.spoor.server.alert.AlertValue;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Words;
import java.util.List;

/// All detections of an alert: its distinct values with their numbers, and each event.
final class DetectionPart extends Div {
  private static final int PAGE = 50;

  private final transient AlertDesk desk;
  private final transient Alert alert;
  private final Div events = new Div();
  private int read;

  DetectionPart(AlertDesk desk, Alert alert) {
    this.desk = desk;
    this.alert = alert;
    Div values = new Div();
    values.addClassName("alert-box");
    List<AlertValue> distinct = desk.alerts().values(desk.who(), alert.id(), PAGE);
    distinct.forEach(value -> values.add(line(value)));
    add(
        head(
            "Distinct values",
            distinct.size() < alert.values()
                ? "the first " + PAGE + " of " + Words.number(alert.values())
                : Words.number(alert.values())),
        values,
        head("Events", "newest first"),
        events);
    events.addClassName("alert-box");
    more();
  }

  private static Component head(String title, String hint) {
    Span small = new Span(hint);
    small.addClassName("quiet");
    Div head = new Div(new H3(title), small);
    head.addClassNames("block-head", "alert-block");
    return head;
  }

  private static Component line(AlertValue value) {
    Span text = new Span(AlertWords.cut(value.entity().keyValue()));
    text.addClassNames("mono", "cut");
    Span where = new Span(AlertWords.cut(value.hostname()));
    where.addClassNames("quiet", "cut");
    Span count = new Span(Words.number(value.count()));
    count.addClassNames("num", "strong");
    Span last = new Span(Words.exact(value.last()));
    last.addClassNames("quiet", "num");
    Div line = new Div(count, text, where, last);
    line.addClassName("value-line");
    return line;
  }

  private void more() {
    List<AlertEvent> page = desk.alerts().events(desk.who(), alert.id(), read, PAGE);
    read += page.size();
    page.forEach(event -> events.add(line(event)));
    if (page.size() == PAGE) {
      Div bar = new Div();
      bar.addClassName("more-bar");
      bar.add(
          Actions.quiet(
              "Show more",
              event -> {
                events.remove(bar);
                more();
              }));
      events.add(bar);
    }
  }

  private Component line(AlertEvent event) {
    Span time = new Span(Words.exact(event.time()));
    time.addClassName("num");
    Span text = new Span(AlertWords.cut(event.entity().keyValue()));
    text.addClassNames("mono", "cut", "grow");
    Span where = new Span(AlertWords.cut(event.hostname()));
    where.addClassNames("quiet", "cut");
    Div detail = new Div();
    NativeButton button = new NativeButton();
    button.add(time, text, where);
    button.addClassName("event-line");
    button.getElement().setAttribute("aria-expanded", "false");
    button.addClickListener(
        click -> {
          boolean opens = detail.getComponentCount() == 0;
          detail.removeAll();
          if (opens) {
            detail.add(new EventPart(desk, alert, event, _ -> {}));
          }
          button.getElement().setAttribute("aria-expanded", "" + opens);
        });
    detail.addClassName("event-detail");
    return new Div(button, detail);
  }
}
