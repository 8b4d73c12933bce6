package dev.spoor.web.administration;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.access.AuditLog;
import dev.spoor.server.audit.AuditFilter;
import dev.spoor.server.audit.AuditRow;
import dev.spoor.server.audit.AuditVerification;
import dev.spoor.server.identity.Permission;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.PlainTable;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Viewer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who did what, newest first, with before and after; and whether the record is whole.
@Route("administration/audit")
@PageTitle("Audit · Spoor")
final class AuditView extends AdministrationPage {
  private static final int PAGE = 50;
  private static final int MOST_TEXT = 400;

  private final transient AuditLog log;
  private final TextField who = filter("Who");
  private final TextField action = filter("What, from its beginning");
  private final TextField target = filter("Which");
  private final Div proof = new Div();
  private final PlainTable table =
      new PlainTable(
          "Audit",
          new PlainTable.Column("Time", "nowrap"),
          PlainTable.Column.of("Who"),
          new PlainTable.Column("What", "nowrap"),
          PlainTable.Column.of("Which"),
          new PlainTable.Column("Before and after", "grow"));
  private final Button older = Actions.plain("Older", event -> more());
  private long last = Long.MAX_VALUE;

  AuditView(Viewer viewer, AuditLog log) {
    super(viewer, "administration/audit", Permission.AUDIT_READ);
    this.log = log;
    if (!isAllowed()) {
      return;
    }
    Span gap = new Span();
    gap.addClassName("grow");
    Div head =
        new Div(new H2("Audit"), gap, Actions.plain("Verify the chain", "ok", event -> verify()));
    head.addClassName("group-head");
    Div filters = new Div(who, action, target);
    filters.addClassName("filters");
    Div foot = new Div(older);
    foot.addClassName("filters");
    proof.getElement().setAttribute("role", "status");
    add(new Section(head, filters, proof, table, foot));
    draw();
  }

  private TextField filter(String label) {
    TextField field = new TextField();
    field.setPlaceholder(label);
    field.setAriaLabel(label);
    field.setClearButtonVisible(true);
    field.setValueChangeMode(ValueChangeMode.LAZY);
    field.addValueChangeListener(event -> draw());
    return field;
  }

  private static @Nullable String wanted(TextField field) {
    String text = field.getValue().strip();
    return text.isEmpty() ? null : text;
  }

  private void draw() {
    table.clear();
    last = Long.MAX_VALUE;
    more();
  }

  private void more() {
    AuditFilter filter = new AuditFilter(wanted(who), wanted(action), wanted(target));
    List<AuditRow> rows = log.page(viewer.require(), filter, last, PAGE);
    rows.forEach(this::add);
    older.setVisible(rows.size() == PAGE);
    if (!rows.isEmpty()) {
      last = rows.getLast().seq();
    }
  }

  private void add(AuditRow row) {
    Instant time =
        Instant.ofEpochSecond(
            Math.floorDiv(row.time(), 1_000_000_000L), Math.floorMod(row.time(), 1_000_000_000L));
    Span what = PlainTable.text(row.action());
    what.addClassName("mono");
    table.row(
        PlainTable.text(Words.exact(time).replace(" UTC", "")),
        PlainTable.strong(row.principal()),
        what,
        PlainTable.text(cut(row.target())),
        change(row));
  }

  private static Component change(AuditRow row) {
    Div change = new Div();
    change.addClassName("mono");
    if (row.before() != null) {
      change.add(PlainTable.quiet(cut(row.before())));
    }
    if (row.before() != null && row.after() != null) {
      change.add(new Span(" → "));
    }
    if (row.after() != null) {
      change.add(PlainTable.text(cut(row.after())));
    }
    return change;
  }

  private static String cut(@Nullable String text) {
    if (text == null) {
      return "";
    }
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + " …";
  }

  private void verify() {
    AuditVerification found = log.verify(viewer.require());
    proof.removeAll();
    proof.setClassName("proof");
    switch (found) {
      case AuditVerification.Intact(var rows, var head) -> {
        proof.addClassName("ok");
        proof.add(
            new Icon("ok").with("ok"),
            new Span(
                "The chain of "
                    + Words.count(rows, "row", "rows")
                    + " is whole. Its head, worth keeping elsewhere: "
                    + head));
      }
      case AuditVerification.Broken(var row, var reason) -> {
        proof.addClassName("error");
        proof.add(
            new Icon("error").with("error"),
            new Span("The chain breaks at row " + Words.number(row) + ": " + reason + "."));
      }
    }
  }
}
