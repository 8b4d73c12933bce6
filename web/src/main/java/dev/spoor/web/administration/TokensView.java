package dev.spoor.web.administration;

import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.access.ApiTokens;
import dev.spoor.server.access.Role;
import dev.spoor.server.identity.Permission;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.PlainTable;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.SecretOnce;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Viewer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// API tokens: one's own, and those of all for who administers users.
@Route("administration/tokens")
@PageTitle("Tokens · Spoor")
final class TokensView extends AdministrationPage {
  private static final Map<Integer, String> LIVES =
      Map.of(1, "1 day", 7, "7 days", 30, "30 days", 90, "90 days", 366, "1 year");

  private final transient ApiTokens tokens;
  private final transient InstantSource clock;
  private final Problem problem = new Problem();
  private final PlainTable table =
      new PlainTable(
          "API tokens",
          PlainTable.Column.of("Label"),
          PlainTable.Column.of("Owner"),
          new PlainTable.Column("May", "grow"),
          new PlainTable.Column("Last used", "nowrap"),
          new PlainTable.Column("Until", "nowrap"),
          new PlainTable.Column("Actions", "end"));
  private final Div none = new Div("No token yet: programs use one instead of a passphrase.");

  TokensView(Viewer viewer, ApiTokens tokens, InstantSource clock) {
    super(viewer, "administration/tokens", Permission.READ_RESULTS);
    this.tokens = tokens;
    this.clock = clock;
    if (!isAllowed()) {
      return;
    }
    Span gap = new Span();
    gap.addClassName("grow");
    Div head =
        new Div(
            new H2("API tokens"), gap, Actions.plain("Create token", "plus", event -> create()));
    head.addClassName("group-head");
    none.addClassName("note-line");
    add(new Section(head, problem, table, none));
    draw();
  }

  private void draw() {
    table.clear();
    List<ApiTokens.Listed> all =
        viewer.may(Permission.USER_ADMIN)
            ? tokens.all(viewer.require())
            : tokens.list(viewer.require());
    none.setVisible(all.isEmpty());
    table.setVisible(!all.isEmpty());
    Instant now = clock.instant();
    for (ApiTokens.Listed token : all) {
      Div rights = new Div();
      rights.addClassName("rights");
      for (String name : Role.names(token.permissions())) {
        Span label = new Span(UsersView.words(name));
        label.addClassName("label");
        rights.add(label);
      }
      Span until = PlainTable.text(Words.exact(token.expires()));
      if (!now.isBefore(token.expires())) {
        until.addClassName("quiet");
      }
      table.row(
          PlainTable.strong(token.label()),
          PlainTable.text(token.owner()),
          rights,
          PlainTable.text(token.lastUsed().map(time -> Words.ago(time, now)).orElse("never")),
          until,
          PlainTable.cell(
              Actions.icon("Revoke " + token.label(), "bin", event -> revoke(token.id()))));
    }
  }

  private void revoke(long id) {
    if (problem.during(() -> tokens.revoke(viewer.require(), id))) {
      draw();
    }
  }

  private void create() {
    Dialog dialog = new Dialog();
    dialog.setHeaderTitle("Create an API token");
    dialog.setWidth("560px");
    dialog.addClassName("form-dialog");
    Problem wrong = new Problem();
    TextField label = new TextField("Label");
    label.setHelperText("What it is for");
    label.setWidthFull();
    Select<Integer> days = new Select<>();
    days.setLabel("Valid for");
    days.setItems(LIVES.keySet().stream().sorted().toList());
    days.setItemLabelGenerator(LIVES::get);
    days.setValue(30);
    Set<Permission> own = viewer.require().permissions();
    CheckboxGroup<Permission> rights = new CheckboxGroup<>("May");
    rights.setItems(EnumSet.copyOf(own));
    rights.setItemLabelGenerator(permission -> UsersView.words(permission.name()));
    rights.setValue(EnumSet.of(Permission.READ_RESULTS));
    rights.addClassName("permission-choice");
    dialog.add(wrong, label, days, rights);
    dialog
        .getFooter()
        .add(
            Actions.plain("Cancel", event -> dialog.close()),
            Actions.primary(
                "Create token",
                event ->
                    wrong.during(
                        () -> {
                          ApiTokens.Created made =
                              tokens.create(
                                  viewer.require(),
                                  label.getValue().strip(),
                                  rights.getValue(),
                                  Duration.ofDays(days.getValue()));
                          SecretOnce.show(
                              dialog,
                              "The token is shown this once. Send it as Authorization: Bearer. It"
                                  + " works until "
                                  + Words.exact(made.expires())
                                  + ", and never may more than you do.",
                              made.secret());
                          draw();
                        })));
    dialog.open();
    label.focus();
  }
}
