package dev.spoor.web.alert;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Span;
import dev.spoor.server.alert.Alert;
import dev.spoor.server.delivery.Delivery;
import dev.spoor.server.delivery.DeliveryState;
import dev.spoor.server.identity.Permission;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Which messages were sent about an alert, and what became of them.
final class DeliveryPart extends Div {
  private static final int MOST = 20;

  private final transient AlertDesk desk;
  private final transient Alert alert;
  private final Problem problem = new Problem();
  private final Div content = new Div();

  DeliveryPart(AlertDesk desk, Alert alert) {
    this.desk = desk;
    this.alert = alert;
    addClassName("alert-block");
    add(problem, content);
    draw();
  }

  private void draw() {
    List<Delivery> all =
        desk.deliveries()
            .ofEvents(desk.who(), desk.alerts().deliveryKeys(desk.who(), alert.id()), MOST);
    content.removeAll();
    long arrived =
        all.stream()
            .filter(
                one ->
                    one.state() == DeliveryState.DELIVERED || one.state() == DeliveryState.FOLDED)
            .count();
    Span hint =
        new Span(
            all.isEmpty()
                ? "none: no target was named"
                : Words.number(arrived) + " of " + Words.number(all.size()) + " arrived");
    hint.addClassName("quiet");
    Div head = new Div(new H3("Deliveries"), hint);
    head.addClassName("block-head");
    content.add(head);
    if (!all.isEmpty()) {
      Div box = new Div();
      box.addClassName("alert-box");
      all.forEach(one -> box.add(line(one)));
      content.add(box);
    }
  }

  private Component line(Delivery delivery) {
    Span target =
        new Span(
            new Icon("send"),
            new Span(delivery.kind().label() + ", " + AlertWords.cut(delivery.target())));
    target.addClassNames("kind", "cut");
    String icon = icon(delivery);
    Span state = new Span(new Icon(icon), new Span(words(delivery)));
    state.addClassNames("state", icon);
    String error = delivery.error();
    Span why = new Span(error == null || icon.equals("ok") ? "" : Plain.text(error));
    why.addClassNames("quiet", "cut");
    why.getElement().setAttribute("title", why.getText());
    Span attempts = new Span(Words.count(delivery.attempts(), "attempt", "attempts"));
    attempts.addClassNames("quiet", "num");
    Div line = new Div(target, state, why, attempts);
    line.addClassName("delivery");
    if (delivery.state() == DeliveryState.DEAD && desk.viewer().may(Permission.SERVER_MONITORING)) {
      line.add(
          Actions.plain(
              "Try again",
              event -> {
                if (problem.during(() -> desk.deliveries().replay(desk.who(), delivery.id()))) {
                  draw();
                }
              }));
    }
    return line;
  }

  private static String icon(Delivery delivery) {
    return switch (delivery.state()) {
      case DELIVERED, FOLDED -> "ok";
      case DEAD -> "error";
      case SENDING -> "run";
      case PENDING -> delivery.attempts() > 0 ? "warning" : "wait";
    };
  }

  private static String words(Delivery delivery) {
    String again = delivery.mayRepeat() ? ", may have arrived twice" : "";
    Instant finished = delivery.finished();
    return switch (delivery.state()) {
      case DELIVERED ->
          "Delivered"
              + (finished == null
                  ? ""
                  : " in " + Words.seconds(Duration.between(delivery.created(), finished)))
              + again;
      case FOLDED -> "Part of a digest";
      case DEAD -> "Given up";
      case SENDING -> "Sending";
      case PENDING ->
          delivery.attempts() > 0 ? "Retrying at " + Words.time(delivery.nextAttempt()) : "Waiting";
    };
  }
}
