package dev.spoor.web.alert;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.spoor.server.alert.AlertEntity;
import dev.spoor.server.alert.Decision;
import dev.spoor.server.identity.ClientId;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.UndoToast;
import dev.spoor.web.component.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What was decided about somebody, the newest first; what was withdrawn stays, struck out.
final class DecisionPart extends Section {
  private static final int MOST = 50;

  private final transient AlertDesk desk;
  private final transient List<DecisionDialog.Subject> subjects;
  private final Problem problem = new Problem();
  private final Div list = new Div();

  DecisionPart(AlertDesk desk, Decision.About about, String subject) {
    this(desk, List.of(new DecisionDialog.Subject(about, subject, subject)));
  }

  private DecisionPart(AlertDesk desk, List<DecisionDialog.Subject> subjects) {
    this.desk = desk;
    this.subjects = subjects;
    addClassNames("alert-block", "decisions");
    Span gap = new Span();
    gap.addClassName("grow");
    Div head = new Div(new H3("Decisions"), gap);
    head.addClassName("block-head");
    if (desk.mayEdit() && !subjects.isEmpty()) {
      head.add(Actions.quiet("Decide", event -> decide()));
    }
    add(head, problem, list);
    draw();
  }

  /// On the client and the account of an alert.
  static DecisionPart of(AlertDesk desk, AlertEntity entity, String hostname) {
    List<DecisionDialog.Subject> subjects = new ArrayList<>();
    ClientId client = entity.client();
    if (client != null) {
      subjects.add(
          new DecisionDialog.Subject(
              Decision.About.CLIENT,
              client.value(),
              hostname.isEmpty() ? client.value() : hostname));
    }
    if (!entity.account().isEmpty()) {
      subjects.add(
          new DecisionDialog.Subject(Decision.About.ACCOUNT, entity.account(), entity.account()));
    }
    return new DecisionPart(desk, subjects);
  }

  private void decide() {
    new DecisionDialog(
            desk,
            subjects,
            draft -> {
              var made = desk.decisions().decide(desk.who(), draft);
              draw();
              UndoToast.show(made.kind().label() + ": written down", () -> withdraw(made.number()));
            })
        .open();
  }

  private void withdraw(long number) {
    problem.during(
        () -> {
          var unused = desk.decisions().withdraw(desk.who(), number);
          draw();
        });
  }

  private void draw() {
    List<Decision> all = new ArrayList<>();
    subjects.forEach(
        one -> all.addAll(desk.decisions().on(desk.who(), one.about(), one.subject())));
    all.sort(Comparator.comparing(Decision::number).reversed());
    list.removeAll();
    all.stream().limit(MOST).forEach(decision -> list.add(line(decision)));
    if (all.isEmpty()) {
      Span none = new Span("Nothing was decided yet.");
      none.addClassNames("quiet", "small");
      list.add(none);
    }
  }

  private Component line(Decision decision) {
    Instant now = desk.now();
    Instant due = decision.due();
    Span what = new Span(decision.kind().label());
    what.addClassName("strong");
    Div sentence = new Div(what);
    if (due != null) {
      sentence.add(new Span(" for " + AlertWords.clock(due, now)));
    }
    Span whom = new Span(" on " + name(decision));
    whom.addClassName("quiet");
    sentence.add(whom);
    Div text = new Div(Plain.text(decision.text()));
    text.addClassName("decision-text");
    text.setVisible(!decision.text().isEmpty());
    Instant withdrawn = decision.withdrawn();
    Span by =
        new Span(
            Plain.text(decision.owner())
                + (decision.owner().equals(decision.author())
                    ? ""
                    : ", written by " + Plain.text(decision.author()))
                + ", "
                + Words.ago(decision.time(), now)
                + (withdrawn == null ? "" : ", withdrawn " + Words.ago(withdrawn, now)));
    by.getElement().setAttribute("title", Words.exact(decision.time()));
    by.addClassNames("quiet", "small");
    Div words = new Div(sentence, text, by);
    words.addClassName("decision-words");
    Div line = new Div(new Icon("decision"), words);
    line.addClassName("decision");
    line.setClassName("withdrawn", withdrawn != null);
    if (withdrawn == null && desk.mayEdit()) {
      line.add(Actions.quiet("Withdraw", event -> withdraw(decision.number())));
    }
    return line;
  }

  private String name(Decision decision) {
    return subjects.stream()
        .filter(one -> one.about() == decision.about() && one.subject().equals(decision.subject()))
        .map(one -> AlertWords.cut(one.name()))
        .findFirst()
        .orElse(AlertWords.cut(decision.subject()));
  }
}
