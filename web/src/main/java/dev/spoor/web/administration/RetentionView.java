package dev.spoor.web.administration;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.event.retention.Retention;
import dev.spoor.server.event.retention.RetentionPlan;
import dev.spoor.server.event.retention.RetentionRule;
import dev.spoor.server.identity.Permission;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.PlainTable;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Viewer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// For how long events are kept, by artifact. Nothing is saved before what goes was shown.
@Route("administration/retention")
@PageTitle("Retention · Spoor")
final class RetentionView extends AdministrationPage {
  private static final int MOST_GONE = 100;

  private final transient Retention retention;
  private final Problem problem = new Problem();
  private final PlainTable table =
      new PlainTable(
          "Retention by artifact",
          new PlainTable.Column("Artifact", "grow"),
          new PlainTable.Column("Rows", "num"),
          new PlainTable.Column("Size", "num"),
          new PlainTable.Column("Oldest day", "nowrap"),
          PlainTable.Column.of("Days kept"));
  private final Div preview = new Div();
  private final Map<String, IntegerField> days = new HashMap<>();
  private final Button save = Actions.primary("Keep these rules", event -> save());

  RetentionView(Viewer viewer, Retention retention) {
    super(viewer, "administration/retention", Permission.SERVER_ADMIN);
    this.retention = retention;
    if (!isAllowed()) {
      return;
    }
    Span gap = new Span();
    gap.addClassName("grow");
    Div head =
        new Div(
            new H2("Retention"),
            gap,
            Actions.plain("Preview what goes", "eye", event -> preview()),
            save);
    head.addClassName("group-head");
    Div note =
        new Div(
            "Whole days go, by the time of arrival, oldest first. An empty field keeps what the"
                + " first line says; nothing anywhere keeps everything.");
    note.addClassName("note-line");
    save.setEnabled(false);
    add(new Section(head, problem, note, table, preview));
    draw();
  }

  private void draw() {
    table.clear();
    days.clear();
    Map<String, RetentionRule> rules = new HashMap<>();
    retention.rules(viewer.require()).forEach(rule -> rules.put(rule.artifact(), rule));
    table.row(
        PlainTable.strong("All that have no number of their own"),
        PlainTable.text(""),
        PlainTable.text(""),
        PlainTable.text(""),
        field("", rules.get("")));
    Map<String, Retention.Kept> kept = new HashMap<>();
    retention.kept(viewer.require()).forEach(one -> kept.put(one.artifact(), one));
    TreeSet<String> names = new TreeSet<>(kept.keySet());
    names.addAll(rules.keySet());
    names.remove("");
    for (String artifact : names) {
      Retention.Kept one = kept.get(artifact);
      table.row(
          PlainTable.text(artifact),
          PlainTable.text(one == null ? "0" : Words.number(one.rows())),
          PlainTable.text(one == null ? "0 B" : Words.bytes(one.bytes())),
          PlainTable.text(one == null ? "" : one.oldest().toString()),
          field(artifact, rules.get(artifact)));
    }
  }

  private Component field(String artifact, @Nullable RetentionRule rule) {
    IntegerField field = new IntegerField();
    field.setAriaLabel(
        "Days kept of " + (artifact.isEmpty() ? "all that have no number" : artifact));
    field.setMin(1);
    field.setPlaceholder(artifact.isEmpty() ? "for ever" : "as above");
    field.setWidth("116px");
    field.setValue(rule == null ? null : rule.days());
    field.setValueChangeMode(ValueChangeMode.EAGER);
    field.addValueChangeListener(event -> stale());
    days.put(artifact, field);
    return field;
  }

  private void stale() {
    preview.removeAll();
    save.setEnabled(false);
  }

  private List<RetentionRule> wanted() {
    List<RetentionRule> rules = new ArrayList<>();
    Map<String, RetentionRule> before = new HashMap<>();
    retention.rules(viewer.require()).forEach(rule -> before.put(rule.artifact(), rule));
    days.forEach(
        (artifact, field) -> {
          RetentionRule known = before.get(artifact);
          Long bytes = known == null ? null : known.bytes();
          if (field.getValue() != null || bytes != null) {
            rules.add(new RetentionRule(artifact, field.getValue(), bytes));
          }
        });
    return rules;
  }

  private void preview() {
    stale();
    problem.during(
        () -> {
          RetentionPlan plan = retention.preview(viewer.require(), wanted());
          show(plan);
          save.setEnabled(true);
        });
  }

  private void show(RetentionPlan plan) {
    Div told = new Div();
    told.addClassName("proof");
    boolean nothing = plan.gone().isEmpty();
    told.add(
        new Icon(nothing ? "ok" : "warning").with(nothing ? "ok" : "warning"),
        new Span(
            nothing
                ? "Nothing goes under these rules today."
                : Words.count(plan.rows(), "row goes", "rows go")
                    + " for good within an hour of saving. "
                    + Words.bytes(plan.freed())
                    + " are free at once"
                    + (plan.later() > 0
                        ? ", " + Words.bytes(plan.later()) + " when the rest of their days goes."
                        : ".")));
    told.getElement().setAttribute("role", "status");
    preview.add(told);
    if (!nothing) {
      PlainTable gone =
          new PlainTable(
              "What goes",
              new PlainTable.Column("Day", "nowrap"),
              new PlainTable.Column("Artifact", "grow"),
              new PlainTable.Column("Rows", "num"),
              new PlainTable.Column("Size", "num"),
              PlainTable.Column.of("Because"));
      plan.gone().stream()
          .limit(MOST_GONE)
          .forEach(
              one ->
                  gone.row(
                      PlainTable.text(one.day().toString()),
                      PlainTable.text(one.artifact()),
                      PlainTable.text(Words.number(one.rows())),
                      PlainTable.text(Words.bytes(one.bytes())),
                      PlainTable.quiet(one.why())));
      preview.add(gone);
      if (plan.gone().size() > MOST_GONE) {
        Div more = new Div("And " + Words.number(plan.gone().size() - MOST_GONE) + " more lines.");
        more.addClassName("note-line");
        preview.add(more);
      }
    }
  }

  private void save() {
    if (problem.during(() -> retention.setRules(viewer.require(), wanted()))) {
      draw();
      stale();
      Div saved = new Div(new Icon("ok").with("ok"), new Span("These rules are in force."));
      saved.addClassNames("proof", "ok");
      saved.getElement().setAttribute("role", "status");
      preview.add(saved);
    }
  }
}
