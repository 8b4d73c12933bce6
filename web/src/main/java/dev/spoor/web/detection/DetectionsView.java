package dev.spoor.web.detection;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.detection.DetectionRule;
import dev.spoor.server.detection.RuleState;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.proof.DetectionBoard;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Fact;
import dev.spoor.web.component.HasContext;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.ProofServices;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All detections: which are on, which have tests and whether these pass, what they cover.
@Route("detections")
@PageTitle("Detections · Spoor")
final class DetectionsView extends Div implements HasContext {
  private final transient Viewer viewer;
  private final transient ProofServices proofs;
  private final transient Principal principal;
  private final PageTop top;
  private final Problem problem = new Problem();
  private final Coverage coverage = new Coverage();
  private final TextField search = new TextField();
  private final Select<String> level = new Select<>();
  private final Grid<DetectionBoard.Line> grid = new Grid<>();
  private final Div context = new Div();
  private final DetectionPanel panel;
  private transient List<DetectionBoard.Line> lines = List.of();
  private String group = "All detections";
  private @Nullable String selected;

  DetectionsView(Viewer viewer, ProofServices proofs, InstantSource clock, Pulse pulse) {
    this.viewer = viewer;
    this.proofs = proofs;
    this.principal = viewer.require();
    addClassNames("page", "detections");
    boolean mayWrite = viewer.may(Permission.ARTIFACT_WRITE);
    top =
        mayWrite
            ? new PageTop(
                "Detections",
                Actions.plain("Import Sigma", "download", event -> write("Import Sigma", "")),
                Actions.plain("New detection", "plus", event -> write("New detection", DRAFT)))
            : new PageTop("Detections");
    panel =
        new DetectionPanel(
            viewer, proofs, clock, this::reload, text -> write("Edit detection", text));
    Div left = new Div(tools(), grid);
    left.addClassName("detection-list");
    Div wrap = new Div(left, panel);
    wrap.addClassName("detection-wrap");
    add(top, problem, coverage, wrap);
    columns();
    grid.addSelectionListener(
        event -> {
          DetectionBoard.Line line = event.getFirstSelectedItem().orElse(null);
          selected = line == null ? null : line.id();
          panel.show(line);
        });
    reload();
    pulse.watch(this, panel::refresh);
  }

  private static final String DRAFT =
      """
      title: What happened
      id: %s
      status: experimental
      logsource:
        category: process_creation
        product: windows
      detection:
        selection:
          Image|endswith: '\\\\tool.exe'
        condition: selection
      level: medium
      tags:
        - attack.execution
      """;

  private Component tools() {
    search.setPlaceholder("Title, technique, field");
    search.setAriaLabel("Search detections");
    search.setPrefixComponent(new Icon("search"));
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.setValueChangeTimeout(150);
    search.addClassName("grow");
    search.addValueChangeListener(event -> filter());
    level.setItems("Any level", "Critical", "High", "Medium", "Low", "Informational");
    level.setValue("Any level");
    level.setAriaLabel("Level");
    level.addValueChangeListener(event -> filter());
    Div tools = new Div(search, level);
    tools.addClassName("detection-tools");
    if (viewer.may(Permission.QUERY)) {
      tools.add(Actions.plain("Run all tests", "run", event -> runAll()));
    }
    return tools;
  }

  private void columns() {
    grid.addThemeVariants(GridVariant.LUMO_NO_BORDER, GridVariant.LUMO_COMPACT);
    grid.addComponentColumn(line -> DetectionCells.level(line.level()))
        .setHeader("Level")
        .setWidth("124px")
        .setFlexGrow(0);
    grid.addColumn(line -> Plain.text(line.title())).setHeader("Detection").setFlexGrow(1);
    grid.addColumn(line -> line.techniques().isEmpty() ? "–" : line.techniques().getFirst())
        .setHeader("Technique")
        .setWidth("96px")
        .setFlexGrow(0);
    grid.addComponentColumn(DetectionCells::tests)
        .setHeader("Tests")
        .setWidth("88px")
        .setFlexGrow(0);
    grid.addComponentColumn(DetectionCells::hours)
        .setHeader("Matches, 24 h")
        .setWidth("116px")
        .setFlexGrow(0);
    grid.addComponentColumn(DetectionCells::state)
        .setHeader("State")
        .setWidth("112px")
        .setFlexGrow(0);
    grid.setEmptyStateComponent(
        new Fact("No detection of that kind", "Import Sigma rules, or choose another list."));
  }

  @Override
  public Component context() {
    return context;
  }

  private Map<String, Predicate<DetectionBoard.Line>> groups() {
    Map<String, Predicate<DetectionBoard.Line>> groups = new LinkedHashMap<>();
    groups.put("All detections", line -> true);
    groups.put("On", line -> is(line, RuleState.ON));
    groups.put("Trial, no alerts", line -> is(line, RuleState.TRIAL));
    groups.put("Off", line -> is(line, RuleState.OFF));
    groups.put("A test fails", DetectionBoard.Line::fails);
    groups.put("No tests", line -> !line.hasTests());
    groups.put("Sigma", line -> line.rule() != null);
    groups.put("Artifacts", line -> line.rule() == null);
    return groups;
  }

  private static boolean is(DetectionBoard.Line line, RuleState state) {
    DetectionRule rule = line.rule();
    return rule != null && rule.state() == state;
  }

  private void reload() {
    lines = proofs.board().lines(principal);
    long on = lines.stream().filter(line -> is(line, RuleState.ON)).count();
    long trial = lines.stream().filter(line -> is(line, RuleState.TRIAL)).count();
    top.meta(on + " on, " + trial + " on trial");
    coverage.show(DetectionBoard.coverage(lines));
    drawContext();
    filter();
  }

  private void drawContext() {
    context.removeAll();
    context.addClassName("side-context");
    context.add(new H2("Sources"));
    groups()
        .forEach(
            (name, wanted) -> context.add(choice(name, lines.stream().filter(wanted).count())));
  }

  private Component choice(String text, long count) {
    Span name = new Span(text);
    name.addClassName("cut");
    NativeButton button = new NativeButton();
    button.add(name, new Span(Words.number(count)));
    if (text.equals(group)) {
      button.getElement().setAttribute("aria-current", "true");
    }
    button.addClickListener(
        event -> {
          group = text;
          drawContext();
          filter();
        });
    return button;
  }

  private void filter() {
    String text = search.getValue().strip().toLowerCase(Locale.ROOT);
    String wanted = level.getValue();
    Predicate<DetectionBoard.Line> inGroup = groups().getOrDefault(group, line -> true);
    List<DetectionBoard.Line> shown = new ArrayList<>();
    for (DetectionBoard.Line line : lines) {
      boolean fits =
          inGroup.test(line)
              && (wanted == null
                  || wanted.startsWith("Any")
                  || wanted.equalsIgnoreCase(line.level()))
              && (text.isEmpty() || contains(line, text));
      if (fits) {
        shown.add(line);
      }
    }
    grid.setItems(shown);
    String keep = selected;
    DetectionBoard.Line line =
        shown.stream().filter(one -> one.id().equals(keep)).findFirst().orElse(null);
    if (line == null && !shown.isEmpty()) {
      line = shown.getFirst();
    }
    if (line != null) {
      grid.select(line);
    }
    panel.show(line);
  }

  private static boolean contains(DetectionBoard.Line line, String text) {
    DetectionRule rule = line.rule();
    return line.title().toLowerCase(Locale.ROOT).contains(text)
        || line.techniques().stream().anyMatch(t -> t.toLowerCase(Locale.ROOT).contains(text))
        || (rule != null && rule.content().toLowerCase(Locale.ROOT).contains(text));
  }

  private void runAll() {
    problem.during(
        () -> {
          var unused = proofs.tests().runAll(viewer.require());
          reload();
        });
  }

  private void write(String title, String text) {
    new RuleDialog(
            title,
            text.contains("%s") ? text.formatted(java.util.UUID.randomUUID()) : text,
            wanted -> proofs.detections().check(viewer.require(), wanted),
            wanted -> {
              var done = proofs.detections().add(viewer.require(), wanted, RuleState.TRIAL);
              reload();
              return done;
            })
        .open();
  }
}
