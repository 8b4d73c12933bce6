package dev.spoor.web.detection;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import dev.spoor.server.detection.DetectionRule;
import dev.spoor.server.detection.RuleState;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.proof.DetectionBoard;
import dev.spoor.server.proof.DetectionTests;
import dev.spoor.server.proof.RetroHuntReport;
import dev.spoor.server.proof.RetroHuntRequest;
import dev.spoor.server.proof.TestResult;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.ProofServices;
import dev.spoor.web.host.Viewer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One detection: its text, its tests, and what it would have found in the last thirty days.
final class DetectionPanel extends Div {
  private static final int DAYS = 30;

  private final transient Viewer viewer;
  private final transient ProofServices proofs;
  private final transient InstantSource clock;
  private final transient Runnable changed;
  private final transient Consumer<String> edit;
  private final Problem problem = new Problem();
  private final Div body = new Div();
  private final Div past = new Div();
  private transient DetectionBoard.@Nullable Line shown;
  private @Nullable String hunt;

  DetectionPanel(
      Viewer viewer,
      ProofServices proofs,
      InstantSource clock,
      Runnable changed,
      Consumer<String> edit) {
    this.viewer = viewer;
    this.proofs = proofs;
    this.clock = clock;
    this.changed = changed;
    this.edit = edit;
    addClassName("detection-panel");
    getElement().setAttribute("role", "region");
    getElement().setAttribute("aria-label", "Detection");
    past.addClassName("panel-part");
    add(problem, body, past);
  }

  void show(DetectionBoard.@Nullable Line line) {
    boolean same = line != null && shown != null && line.id().equals(shown.id());
    shown = line;
    if (!same) {
      hunt = null;
      past.removeAll();
    }
    body.removeAll();
    setVisible(line != null);
    if (line == null) {
      return;
    }
    DetectionRule rule = line.rule();
    Div head = new Div(DetectionCells.level(line.level()));
    head.addClassName("panel-head");
    line.techniques()
        .forEach(
            technique -> {
              Span chip = new Span(technique);
              chip.addClassNames("chip", "mono");
              head.add(chip);
            });
    if (rule != null) {
      Span version =
          new Span(
              "version "
                  + rule.version()
                  + ", by "
                  + Plain.text(rule.author().replaceFirst("^user:", ""))
                  + ", "
                  + Words.ago(rule.created(), clock.instant()));
      version.addClassName("quiet");
      Span gap = new Span();
      gap.addClassName("grow");
      head.add(version, gap);
      if (viewer.may(Permission.SERVER_MONITORING)) {
        head.add(state(rule));
      }
    }
    body.add(head, new H2(Plain.text(line.title())));
    if (rule != null) {
      Pre text = new Pre(rule.content());
      text.addClassNames("code", "panel-code");
      text.getElement().setAttribute("tabindex", "0");
      body.add(text);
    }
    body.add(tests(line));
    Div actions = new Div();
    actions.addClassName("actions");
    if (rule != null && viewer.may(Permission.ARTIFACT_WRITE)) {
      actions.add(Actions.plain("Edit", "pencil", event -> edit.accept(rule.content())));
    }
    if (viewer.may(Permission.QUERY)) {
      actions.add(Actions.plain("Back-test 30 days", "wait", event -> backTest(line)));
    }
    body.add(actions);
    drawPast();
  }

  private Select<RuleState> state(DetectionRule rule) {
    Select<RuleState> select = new Select<>();
    select.setItems(RuleState.values());
    select.setItemLabelGenerator(
        state ->
            switch (state) {
              case ON -> "On";
              case TRIAL -> "Trial, no alerts";
              case OFF -> "Off";
            });
    select.setValue(rule.state());
    select.setAriaLabel("State");
    select.setWidth("140px");
    select.addValueChangeListener(
        event ->
            problem.during(
                () -> {
                  if (event.isFromClient()) {
                    var unused =
                        proofs
                            .detections()
                            .setState(viewer.require(), rule.id(), event.getValue(), rule.label());
                    changed.run();
                  }
                }));
    return select;
  }

  private static Div tests(DetectionBoard.Line line) {
    Div part = new Div();
    part.addClassName("panel-part");
    Div head = new Div(new H3("Tests"));
    head.addClassName("panel-head");
    long failed = line.results().size() - line.passed();
    Span sum =
        new Span(
            !line.hasTests()
                ? "none has run yet"
                : line.passed() + " pass" + (failed == 0 ? "" : ", " + failed + " do not"));
    sum.addClassName("quiet");
    head.add(sum);
    part.add(head);
    List<DetectionTests.LastResult> first = new ArrayList<>(line.results());
    first.sort(java.util.Comparator.comparing(one -> one.outcome() == TestResult.Outcome.PASSED));
    for (DetectionTests.LastResult result : first) {
      boolean passed = result.outcome() == TestResult.Outcome.PASSED;
      Span name = new Span(new Icon(passed ? "ok" : "error"), new Span(Plain.text(result.test())));
      name.addClassNames("state", passed ? "ok" : "error");
      Div entry = new Div(name);
      entry.addClassName("test-line");
      if (!passed) {
        result
            .differences()
            .lines()
            .limit(6)
            .forEach(
                difference -> {
                  Div why = new Div(Plain.text(difference));
                  why.addClassName("quiet");
                  entry.add(why);
                });
      }
      part.add(entry);
    }
    return part;
  }

  private void backTest(DetectionBoard.Line line) {
    problem.during(
        () -> {
          DetectionRule rule = line.rule();
          RetroHuntRequest.Question question =
              rule == null
                  ? new RetroHuntRequest.Question.OfArtifact(line.id(), Map.of())
                  : new RetroHuntRequest.Question.Sigma(rule.content(), List.of());
          Instant now = clock.instant();
          hunt =
              proofs
                  .hunts()
                  .start(
                      viewer.require(),
                      new RetroHuntRequest(
                          question, TimeRange.between(now.minus(Duration.ofDays(DAYS)), null)));
          drawPast();
        });
  }

  /// Follows a back-test that runs.
  void refresh() {
    if (hunt != null) {
      drawPast();
    }
  }

  private void drawPast() {
    String id = hunt;
    past.removeAll();
    past.setVisible(id != null);
    if (id == null) {
      return;
    }
    RetroHuntReport report = proofs.hunts().report(viewer.require(), id);
    boolean running = report.state() == RetroHuntReport.State.RUNNING;
    Span cost =
        new Span(
            DAYS
                + " days, "
                + Words.count(report.scanned(), "event", "events")
                + ", "
                + report.elapsed().toMillis() / 100 / 10.0
                + " s");
    cost.addClassName("quiet");
    Div head = new Div(new H3("Back-test"), cost);
    head.addClassName("panel-head");
    if (running) {
      head.add(Actions.plain("Cancel", event -> proofs.hunts().cancel(viewer.require(), id)));
    }
    past.add(head);
    if (!report.days().isEmpty()) {
      Div bars = DetectionCells.bars(new ArrayList<>(report.days().values()));
      bars.addClassName("tall");
      Div scale =
          new Div(
              new Span(report.days().keySet().iterator().next()),
              new Span(List.copyOf(report.days().keySet()).getLast()));
      scale.addClassNames("scale", "quiet", "num");
      past.add(bars, scale);
    }
    String sentence = report.sentence();
    past.add(
        new Div(
            sentence.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                + sentence.substring(1)
                + "."));
    String error = report.error();
    if (error != null) {
      Div why = new Div(Plain.text(error));
      why.addClassNames("state", "error");
      past.add(why);
    }
    for (String left : report.notEvaluated()) {
      Div one = new Div("Not evaluated: " + Plain.text(left));
      one.addClassName("quiet");
      past.add(one);
    }
    if (!running) {
      hunt = report.state() == RetroHuntReport.State.DONE ? id : null;
    }
  }
}
