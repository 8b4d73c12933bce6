package dev.spoor.web.alert;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.spoor.server.alert.Alert;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.Words;
import java.util.List;

/// Alerts that share the client, the account or a value.
final class RelatedPart extends Div {
  private static final int MOST = 50;

  RelatedPart(AlertDesk desk, Alert alert) {
    addClassName("alert-block");
    List<Alert> related = desk.alerts().related(desk.who(), alert.id(), MOST);
    if (related.isEmpty()) {
      Span none = new Span("No other alert has this client, account or value.");
      none.addClassNames("quiet", "small");
      add(none);
      return;
    }
    Div box = new Div();
    box.addClassName("alert-box");
    for (Alert other : related) {
      Icon shape =
          new Icon(
              switch (other.severity()) {
                case CRITICAL, HIGH, MEDIUM, LOW -> other.severity().text();
                case INFO -> "info";
              });
      shape.addClassName("al-shape");
      Anchor title = new Anchor(AlertNavigation.path(other.id()), AlertWords.cut(other.title()));
      title.addClassName("cut");
      Span who = new Span(AlertWords.who(other));
      who.addClassNames("quiet", "cut", "grow");
      Span state = new Span(AlertWords.state(other, desk.now()));
      state.addClassNames("quiet", "cut");
      Span count = new Span(Words.number(other.count()));
      count.addClassNames("num", "strong");
      Span age = new Span(AlertWords.age(other.last(), desk.now()));
      age.addClassNames("quiet", "num");
      Div line = new Div(shape, title, who, state, count, age);
      line.addClassNames("related-line", other.severity().text());
      box.add(line);
    }
    add(box);
  }
}
