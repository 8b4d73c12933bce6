package dev.spoor.web.administration;

import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.certificate.Enrolment;
import dev.spoor.server.identity.Permission;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.PlainTable;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.SecretOnce;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Viewer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Tokens with which agents enrol, and the line to type on the endpoint.
@Route("administration/enrolment")
@PageTitle("Enrolment · Spoor")
final class EnrolmentView extends AdministrationPage {
  private static final Map<Duration, String> LIVES =
      Map.of(
          Duration.ofHours(1), "1 hour", Duration.ofDays(1), "1 day", Duration.ofDays(7), "7 days");

  private final transient Enrolment enrolment;
  private final transient InstantSource clock;
  private final transient UnaryOperator<String> command;
  private final Problem problem = new Problem();
  private final PlainTable table =
      new PlainTable(
          "Enrolment tokens",
          PlainTable.Column.of("Token"),
          new PlainTable.Column("State", "grow"),
          new PlainTable.Column("Uses left", "num"),
          PlainTable.Column.of("Made by"),
          new PlainTable.Column("Until", "nowrap"),
          new PlainTable.Column("Actions", "end"));
  private final Div none = new Div("No token yet. A token lets so many agents enrol, for so long.");

  EnrolmentView(
      Viewer viewer, Enrolment enrolment, InstantSource clock, UnaryOperator<String> command) {
    super(viewer, "administration/enrolment", Permission.ENROL_CLIENT);
    this.enrolment = enrolment;
    this.clock = clock;
    this.command = command;
    if (!isAllowed()) {
      return;
    }
    Span gap = new Span();
    gap.addClassName("grow");
    Div head =
        new Div(
            new H2("Enrolment tokens"),
            gap,
            Actions.plain("Create token", "plus", event -> create()));
    head.addClassName("group-head");
    none.addClassName("note-line");
    add(new Section(head, problem, table, none));
    draw();
  }

  private void draw() {
    table.clear();
    List<Enrolment.ListedToken> all = enrolment.tokens(viewer.require());
    none.setVisible(all.isEmpty());
    table.setVisible(!all.isEmpty());
    Instant now = clock.instant();
    for (Enrolment.ListedToken token : all) {
      boolean works = token.works(now);
      Span id = PlainTable.text(token.id());
      id.addClassName("mono");
      Span state = new Span(new Icon(works ? "ok" : "none"), new Span(words(token, now)));
      state.addClassNames("state", works ? "ok" : "none");
      Div actions = PlainTable.cell();
      if (works) {
        actions.add(Actions.icon("Revoke " + token.id(), "bin", event -> revoke(token.id())));
      }
      table.row(
          id,
          state,
          PlainTable.text(Words.number(token.left()) + " of " + Words.number(token.uses())),
          PlainTable.text(token.creator().replaceFirst("^user:", "")),
          PlainTable.text(Words.exact(token.expires())),
          actions);
    }
  }

  private static String words(Enrolment.ListedToken token, Instant now) {
    if (token.revoked()) {
      return "Revoked";
    }
    if (token.left() == 0) {
      return "Used up";
    }
    return now.isBefore(token.expires()) ? "Works" : "Expired";
  }

  private void revoke(String id) {
    if (problem.during(() -> enrolment.revokeToken(viewer.require(), id))) {
      draw();
    }
  }

  private void create() {
    Dialog dialog = new Dialog();
    dialog.setHeaderTitle("Create an enrolment token");
    dialog.setWidth("560px");
    dialog.addClassName("form-dialog");
    Problem wrong = new Problem();
    IntegerField uses = new IntegerField("Clients");
    uses.setValue(1);
    uses.setMin(1);
    uses.setStepButtonsVisible(true);
    uses.setHelperText("How many may enrol with it");
    Select<Duration> life = new Select<>();
    life.setLabel("Valid for");
    life.setItems(LIVES.keySet().stream().sorted().toList());
    life.setItemLabelGenerator(LIVES::get);
    life.setValue(Enrolment.DEFAULT_LIFE);
    Div fields = new Div(uses, life);
    fields.addClassName("two");
    dialog.add(wrong, fields);
    dialog
        .getFooter()
        .add(
            Actions.plain("Cancel", event -> dialog.close()),
            Actions.primary(
                "Create token",
                event ->
                    wrong.during(
                        () -> {
                          Enrolment.Token token =
                              enrolment.createToken(
                                  viewer.require(),
                                  uses.getValue() == null ? 0 : uses.getValue(),
                                  life.getValue());
                          SecretOnce.show(
                              dialog,
                              "Paste this on the endpoint. The token is shown this once and works"
                                  + " until "
                                  + Words.exact(token.expires())
                                  + ".",
                              command.apply(token.text()));
                          draw();
                        })));
    dialog.open();
  }
}
