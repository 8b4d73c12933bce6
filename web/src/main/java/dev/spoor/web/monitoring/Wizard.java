package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyModifier;
import com.vaadin.flow.component.Shortcuts;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Footer;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.function.SerializableSupplier;
import com.vaadin.flow.server.Command;
import dev.spoor.server.monitoring.TablePreview;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way to change a monitoring table, step by step, in a sheet beside it: the table stays
/// readable, and nothing changes until it is launched.
final class Wizard extends Aside {
  /// The steps; the server's table has no labels.
  enum Step {
    LABEL("Label"),
    ARTIFACTS("Artifacts"),
    PARAMETERS("Parameters"),
    REVIEW("Review"),
    LAUNCH("Launch");

    final String word;

    Step(String word) {
      this.word = word;
    }
  }

  /// What the sheet needs from the page around it.
  ///
  /// @param targets names of the delivery targets
  /// @param past makes the part that asks the store; empty on the server
  /// @param launched a version is in force; what the last step shows below its sentence
  /// @param moved another step, perhaps for another group
  /// @param closed the sheet is gone
  record Surroundings(
      SerializableSupplier<List<String>> targets,
      SerializableSupplier<java.util.Optional<PastPart>> past,
      SerializableSupplier<Component> launched,
      Command moved,
      Command closed) {}

  private final transient TableDesk desk;
  private final transient Surroundings around;
  private final transient WizardDraft draft = new WizardDraft();
  private final List<Step> steps = new ArrayList<>(List.of(Step.values()));
  private final H2 title = new H2();
  private final OrderedList path = new OrderedList();
  private final Problem problem = new Problem();
  private final Div body = new Div();
  private final Footer foot = new Footer();
  private Step step = Step.LABEL;
  private Step reached = Step.LABEL;
  private long launchedVersion;

  Wizard(TableDesk desk, Surroundings around) {
    this.desk = desk;
    this.around = around;
    if (!desk.hasLabels()) {
      steps.remove(Step.LABEL);
    }
    addClassNames("panel", "wizard");
    getElement().setAttribute("aria-label", "Change what is watched");
    Span gap = new Span();
    gap.addClassName("grow");
    Div line = new Div(title, gap, Actions.icon("Close", "close", event -> close()));
    line.addClassName("line");
    path.addClassName("steps");
    Div head = new Div(line, path);
    head.addClassName("wizard-head");
    body.addClassName("wizard-body");
    foot.addClassName("sheet-foot");
    add(head, problem, body, foot);
    setVisible(false);
    Shortcuts.addShortcutListener(this, this::next, Key.ENTER, KeyModifier.CONTROL).listenOn(this);
  }

  boolean isOpen() {
    return isVisible();
  }

  String label() {
    return draft.label();
  }

  /// Opens at the choice of the label.
  void open() {
    begin("");
    go(steps.getFirst());
  }

  /// Opens for one group, at its artifacts.
  void open(String label) {
    begin(label);
    go(Step.ARTIFACTS);
  }

  /// Opens for one group, at the parameters of what it watches.
  void openParameters(String label) {
    begin(label);
    reached = Step.PARAMETERS;
    go(Step.PARAMETERS);
  }

  private void begin(String label) {
    draft.begin(desk, label);
    reached = steps.getFirst();
    setVisible(true);
  }

  void close() {
    setVisible(false);
    body.removeAll();
    around.closed().execute();
  }

  private void go(Step wanted) {
    step = wanted;
    if (reached.compareTo(step) < 0) {
      reached = step;
    }
    problem.clear();
    title.setText(titleText());
    drawPath();
    body.removeAll();
    foot.removeAll();
    switch (step) {
      case LABEL -> showLabels();
      case ARTIFACTS -> showArtifacts();
      case PARAMETERS -> showParameters();
      case REVIEW -> showReview();
      case LAUNCH -> showLaunch();
    }
    body.getElement().executeJs("this.scrollTop = 0");
    around.moved().execute();
  }

  private String titleText() {
    if (!desk.hasLabels()) {
      return "Change what the server watches";
    }
    if (step == Step.LABEL) {
      return "Change what clients watch";
    }
    return "Change what " + who() + (draft.label().isEmpty() ? " watch" : " watches");
  }

  private String who() {
    return draft.label().isEmpty() ? "all clients" : Plain.text(draft.label());
  }

  private void drawPath() {
    path.removeAll();
    for (int i = 0; i < steps.size(); i++) {
      Step one = steps.get(i);
      boolean isDone = one.compareTo(step) < 0 || step == Step.LAUNCH;
      Span mark = isDone ? new Span(new Icon("tick")) : new Span(Integer.toString(i + 1));
      mark.addClassName("step-mark");
      Span word = new Span(one.word);
      ListItem item = new ListItem();
      boolean isLink =
          one != step && one.compareTo(reached) <= 0 && step != Step.LAUNCH && one != Step.LAUNCH;
      if (isLink) {
        NativeButton link = new NativeButton("", event -> go(one));
        link.add(mark, word);
        item.add(link);
      } else {
        Span text = new Span(mark, word);
        text.addClassName("step-text");
        item.add(text);
      }
      item.addClassName(one == step ? "now" : isDone ? "done" : "later");
      if (one == step) {
        item.getElement().setAttribute("aria-current", "step");
      }
      path.add(item);
    }
  }

  private void foot(String note, Component... buttons) {
    Span text = new Span(note);
    text.addClassNames("quiet", "grow");
    foot.add(text);
    foot.add(buttons);
  }

  private static final String NOTHING_YET = "Nothing changes until you launch.";

  private void showLabels() {
    body.add(new LabelStep(desk.groups(), draft.label(), this::choose));
    foot(NOTHING_YET, Actions.plain("Cancel", event -> close()), nextButton("Artifacts"));
    focusFirst("button[aria-pressed=true]");
  }

  private void choose(String label) {
    if (!label.equalsIgnoreCase(draft.label())) {
      draft.begin(desk, label);
    }
    go(Step.ARTIFACTS);
  }

  private void showArtifacts() {
    ArtifactStep chooser = new ArtifactStep(desk.offered(), draft, () -> {});
    body.add(chooser);
    foot(NOTHING_YET, backButton(), nextButton("Parameters"));
    focus(chooser.filter);
  }

  private void showParameters() {
    PastPart past = desk.hasLabels() ? around.past().get().orElse(null) : null;
    ParameterStep fields = new ParameterStep(draft, desk.hasLabels(), around.targets(), past);
    body.add(fields);
    foot(NOTHING_YET, backButton(), nextButton("Review"));
    ParameterField first = fields.first();
    if (first != null) {
      focus(first.focus());
    }
  }

  private void showReview() {
    var unused =
        problem.during(
            () -> {
              TablePreview preview = desk.preview(draft.base(), draft.label(), draft.entries());
              body.add(
                  new ReviewStep(
                      preview,
                      desk.hasLabels(),
                      past(preview),
                      () -> {
                        draft.rebase(preview.current());
                        go(Step.REVIEW);
                      }));
              String verb =
                  "Launch v"
                      + (preview.current() + 1)
                      + (desk.hasLabels()
                          ? " on " + Words.count(preview.clients(), "client", "clients")
                          : "");
              Button launch = Actions.primary(verb, event -> launch());
              launch.setEnabled(preview.mayLaunch());
              foot(NOTHING_YET, backButton(), launch);
              if (preview.mayLaunch()) {
                focus(launch);
              }
            });
    if (foot.getChildren().findAny().isEmpty()) {
      foot(NOTHING_YET, backButton());
    }
  }

  /// The first artifact that is new or another: what it would have found.
  private @Nullable Component past(TablePreview preview) {
    if (!desk.hasLabels() || !preview.faults().isEmpty()) {
      return null;
    }
    PastPart past = around.past().get().orElse(null);
    if (past == null) {
      return null;
    }
    return preview.changes().stream()
        .map(change -> change.after())
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .map(
            entry -> {
              past.ask(entry.artifact(), entry.parameters(), draft.label());
              return past;
            })
        .orElse(null);
  }

  private void launch() {
    var unused =
        problem.during(
            () -> {
              TableDesk.Launched launched =
                  desk.launch(draft.base(), draft.label(), draft.entries());
              if (launched.saved()) {
                launchedVersion = launched.version();
                go(Step.LAUNCH);
              } else {
                go(Step.REVIEW);
              }
            });
  }

  private void showLaunch() {
    Div done = new Div(new Icon("ok"), new Span("Table v" + launchedVersion + " is in force."));
    done.addClassNames("note", "ok");
    done.getElement().setAttribute("role", "status");
    body.add(done, around.launched().get());
    Button close = Actions.primary("Done", event -> close());
    foot("", Actions.plain("Back to v" + (launchedVersion - 1), "back", event -> undo()), close);
    focus(close);
  }

  private void undo() {
    var unused =
        problem.during(
            () -> {
              TableDesk.Launched back = desk.returnTo(launchedVersion - 1, launchedVersion);
              if (!back.saved()) {
                problem.show(
                    "Somebody launched v" + back.version() + " meanwhile. Look at the history.");
                return;
              }
              close();
            });
  }

  private Button backButton() {
    boolean isFirst = step == steps.getFirst();
    return Actions.plain(
        isFirst ? "Cancel" : "Back",
        event -> {
          if (isFirst) {
            close();
          } else {
            go(steps.get(steps.indexOf(step) - 1));
          }
        });
  }

  private Button nextButton(String word) {
    return Actions.primary(word, event -> next());
  }

  private void next() {
    switch (step) {
      case LABEL -> go(Step.ARTIFACTS);
      case ARTIFACTS -> go(Step.PARAMETERS);
      case PARAMETERS -> go(Step.REVIEW);
      case REVIEW, LAUNCH -> {}
    }
  }

  private static void focus(Focusable<?> field) {
    field.focus();
  }

  private void focusFirst(String selector) {
    body.getElement()
        .executeJs(
            "const one = this.querySelector($0) || this.querySelector('button'); if (one)"
                + " one.focus();",
            selector);
  }
}
