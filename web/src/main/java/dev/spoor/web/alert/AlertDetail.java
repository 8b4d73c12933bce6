package dev.spoor.web.alert;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.spoor.server.alert.Alert;
import dev.spoor.server.alert.AlertEntity;
import dev.spoor.server.alert.AlertState;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.Event;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Fact;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One alert in full: who and where, what can be done, the value that matched, and what surrounds
/// it.
final class AlertDetail extends Section {
  private final transient AlertDesk desk;
  private final transient AlertKeys keys;
  private final Div body = new Div();
  private final Problem problem = new Problem();
  private @Nullable MatchedPart matched;
  private transient @Nullable Alert shown;

  AlertDetail(AlertDesk desk, AlertKeys keys) {
    this.desk = desk;
    this.keys = keys;
    addClassName("det");
    getElement().setAttribute("aria-label", "Alert detail");
    getElement().setAttribute("tabindex", "-1");
    add(problem, body);
  }

  Problem problem() {
    return problem;
  }

  @Nullable Alert shown() {
    return shown;
  }

  void showNothing(boolean isEmpty) {
    shown = null;
    body.removeAll();
    problem.clear();
    if (isEmpty) {
      body.add(
          new Fact(
              "Nothing needs you",
              "No alert here. Rows of Server.Alerts artifacts, Sigma rules and alert() raise them."));
    }
  }

  void show(String id) {
    problem.clear();
    Alert alert;
    try {
      alert = desk.alerts().require(desk.who(), id);
    } catch (SpoorException gone) {
      showNothing(false);
      problem.show(Problem.sentence(gone));
      return;
    }
    boolean isSame = shown != null && shown.id().equals(id);
    if (isSame && alert.equals(shown)) {
      return;
    }
    if (isSame && Objects.requireNonNull(shown).count() == alert.count()) {
      // only somebody's action: what is read below stays where it is
      shown = alert;
      body.replace(body.getComponentAt(0), head(alert));
      return;
    }
    shown = alert;
    body.removeAll();
    body.add(head(alert), matched(alert), tabs(alert));
    getElement().executeJs("this.scrollTop = 0");
  }

  /// Somebody did something with it, or it was counted on: only the head is drawn anew.
  void showState(String id) {
    Alert before = shown;
    if (before == null || !before.id().equals(id) || body.getComponentCount() == 0) {
      return;
    }
    desk.alerts().find(desk.who(), List.of(id)).stream()
        .findFirst()
        .ifPresent(
            alert -> {
              shown = alert;
              body.replace(body.getComponentAt(0), head(alert));
            });
  }

  private Component head(Alert alert) {
    Div head = new Div();
    head.addClassName("det-head");
    Instant now = desk.now();
    Span severity =
        new Span(new Icon(shape(alert)), new Span(AlertWords.severity(alert.severity())));
    severity.addClassNames("tag", alert.severity().text());
    Span state =
        new Span(
            new Icon(AlertWords.stateIcon(alert.state())), new Span(AlertWords.state(alert, now)));
    state.addClassNames("tag", "wait");
    Span id = new Span(alert.id());
    id.addClassNames("quiet", "mono", "wide-only");
    Span gap = new Span();
    gap.addClassName("grow");
    Button back = Actions.icon("Back to the list", "left", event -> keys.leave());
    back.addClassName("narrow-only");
    Div line =
        new Div(
            back,
            severity,
            state,
            id,
            gap,
            Actions.icon("Previous", "up", event -> keys.move(-1)),
            Actions.icon("Next", "down", event -> keys.move(1)));
    line.addClassName("det-line");
    H2 title = new H2(Plain.text(alert.title()));
    head.add(line, title, sentence(alert), actions(alert));
    if (alert.state() == AlertState.CLOSED && !alert.comment().isEmpty()) {
      Paragraph comment = new Paragraph(Plain.text(alert.comment()));
      comment.addClassName("why");
      head.add(comment);
    }
    return head;
  }

  private static String shape(Alert alert) {
    return switch (alert.severity()) {
      case CRITICAL, HIGH, MEDIUM, LOW -> alert.severity().text();
      case INFO -> "info";
    };
  }

  private Component sentence(Alert alert) {
    AlertEntity entity = alert.entity();
    ClientId client = entity.client();
    Paragraph sentence = new Paragraph();
    sentence.addClassName("sentence");
    String account = AlertWords.account(entity);
    if (!account.isEmpty()) {
      sentence.add(strong(account), new Span(" on "));
    }
    if (client != null && alert.clients() <= 1) {
      Anchor link = new Anchor("clients/" + client.value(), AlertWords.host(alert));
      sentence.add(link, new Span(". "));
    } else if (alert.clients() > 1) {
      sentence.add(strong(AlertWords.host(alert)), new Span(". "));
    }
    String times =
        alert.first().equals(alert.last())
            ? "at " + AlertWords.moment(alert.first(), desk.now())
            : "from "
                + AlertWords.moment(alert.first(), desk.now())
                + " to "
                + AlertWords.moment(alert.last(), desk.now());
    String values =
        alert.values() > 1 ? ", " + Words.number(alert.values()) + " distinct values" : "";
    Span detections =
        new Span(
            Words.count(alert.count(), "detection", "detections") + " " + times + values + ".");
    detections
        .getElement()
        .setAttribute("title", Words.exact(alert.first()) + " to " + Words.exact(alert.last()));
    sentence.add(detections);
    return sentence;
  }

  private static Span strong(String text) {
    Span span = new Span(text);
    span.addClassName("strong");
    return span;
  }

  private Component actions(Alert alert) {
    Div actions = new Div();
    actions.addClassName("det-actions");
    boolean mayEdit = desk.mayEdit();
    if (mayEdit) {
      switch (alert.state()) {
        case OPEN, SNOOZED ->
            actions.add(
                keyed(Actions.primary("Acknowledge", e -> keys.acknowledge()), "check", "E"));
        case CLOSED ->
            actions.add(keyed(Actions.primary("Reopen", e -> keys.reopen()), "inbox", "U"));
        case ACKNOWLEDGED, ASSIGNED ->
            actions.add(keyed(Actions.plain("Put back", e -> keys.reopen()), "inbox", "U"));
      }
      if (alert.state() != AlertState.CLOSED) {
        actions.add(
            keyed(Actions.plain("Assign", e -> keys.assign()), "person", "A"),
            keyed(Actions.plain("Snooze", e -> keys.snooze()), "snooze", "S"),
            keyed(Actions.plain("Close", e -> keys.closeAlert()), "close", "C"));
      }
    }
    Span gap = new Span();
    gap.addClassName("grow");
    actions.add(gap);
    if (desk.viewer().may(Permission.NOTEBOOK_EDIT)) {
      actions.add(
          keyed(Actions.plain("Open in notebook", e -> keys.openNotebook()), "notebook", "O"));
    }
    return actions;
  }

  private static Button keyed(Button button, String icon, String key) {
    Span letter = new Span(key);
    letter.addClassName("key");
    button.setPrefixComponent(new Icon(icon));
    button.setSuffixComponent(letter);
    button.getElement().setAttribute("aria-keyshortcuts", key);
    return button;
  }

  private Component matched(Alert alert) {
    MatchedPart part = new MatchedPart(alert);
    matched = part;
    return part;
  }

  /// The stored event says which expressions it matches.
  private void found(Event event) {
    MatchedPart part = matched;
    if (part != null) {
      part.mark(desk.services().matchReasons().of(desk.who(), event));
    }
  }

  private Component tabs(Alert alert) {
    AlertTabs tabs = new AlertTabs();
    tabs.tab("Event", "", () -> new EventPart(desk, alert, this::found));
    tabs.tab("Detections", Words.number(alert.count()), () -> new DetectionPart(desk, alert));
    int related = desk.alerts().related(desk.who(), alert.id(), 51).size();
    tabs.tab(
        "Related alerts",
        related > 50 ? "50+" : related == 0 ? "" : Words.number(related),
        () -> new RelatedPart(desk, alert));
    tabs.tab(
        "Notes",
        alert.notes() == 0 ? "" : Words.number(alert.notes()),
        () -> new NotePart(desk, alert.id()));
    tabs.tab("History", "", () -> new HistoryPart(desk, alert.id()));
    tabs.open(0);
    return tabs;
  }
}
