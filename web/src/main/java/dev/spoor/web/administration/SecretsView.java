package dev.spoor.web.administration;

import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.access.Secrets;
import dev.spoor.server.identity.Permission;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.PlainTable;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Viewer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/// Secrets by name: they go in and are sent; they never come out.
@Route("administration/secrets")
@PageTitle("Secrets · Spoor")
final class SecretsView extends AdministrationPage {
  private final transient Secrets secrets;
  private final transient InstantSource clock;
  private final Problem problem = new Problem();
  private final PlainTable table =
      new PlainTable(
          "Secrets",
          new PlainTable.Column("Name", "grow"),
          PlainTable.Column.of("May be sent to"),
          new PlainTable.Column("Changed", "nowrap"),
          new PlainTable.Column("Actions", "end"));
  private final Div none = new Div("No secret yet. Addresses of delivery targets become secrets.");

  SecretsView(Viewer viewer, Secrets secrets, InstantSource clock) {
    super(viewer, "administration/secrets", Permission.SECRET_WRITE);
    this.secrets = secrets;
    this.clock = clock;
    if (!isAllowed()) {
      return;
    }
    Span gap = new Span();
    gap.addClassName("grow");
    Div head =
        new Div(new H2("Secrets"), gap, Actions.plain("Add secret", "plus", event -> put(null)));
    head.addClassName("group-head");
    none.addClassName("note-line");
    add(new Section(head, problem, table, none));
    draw();
  }

  private void draw() {
    table.clear();
    List<Secrets.Listed> all = secrets.list(viewer.require());
    none.setVisible(all.isEmpty());
    table.setVisible(!all.isEmpty());
    for (Secrets.Listed secret : all) {
      Span changed = PlainTable.quiet(Words.ago(secret.updated(), clock.instant()));
      changed.getElement().setAttribute("title", Words.exact(secret.updated()));
      table.row(
          PlainTable.strong(secret.name()),
          PlainTable.text(String.join(", ", secret.hosts())),
          changed,
          PlainTable.cell(
              Actions.plain("Replace", event -> put(secret)),
              Actions.icon("Delete " + secret.name(), "bin", event -> delete(secret.name()))));
    }
  }

  private void delete(String name) {
    if (problem.during(() -> secrets.delete(viewer.require(), name))) {
      draw();
    }
  }

  private void put(Secrets.@org.jspecify.annotations.Nullable Listed known) {
    Dialog dialog = new Dialog();
    dialog.setHeaderTitle(known == null ? "Add a secret" : "Replace " + known.name());
    dialog.setWidth("460px");
    dialog.addClassName("form-dialog");
    Problem wrong = new Problem();
    TextField name = new TextField("Name");
    name.setWidthFull();
    PasswordField value = new PasswordField("Value");
    value.setHelperText("Used from the next attempt on; it can be replaced, not read");
    value.getElement().setAttribute("autocomplete", "off");
    value.setWidthFull();
    TextField hosts = new TextField("May be sent to");
    hosts.setHelperText("Hosts, separated by commas; empty: the host of the address");
    hosts.setWidthFull();
    dialog.add(wrong);
    if (known == null) {
      dialog.add(name);
    } else {
      name.setValue(known.name());
      hosts.setValue(String.join(", ", known.hosts()));
    }
    dialog.add(value, hosts);
    dialog
        .getFooter()
        .add(
            Actions.plain("Cancel", event -> dialog.close()),
            Actions.primary(
                known == null ? "Add secret" : "Replace",
                event -> {
                  if (wrong.during(
                      () ->
                          secrets.put(
                              viewer.require(),
                              name.getValue().strip(),
                              value.getValue(),
                              Arrays.stream(hosts.getValue().split(",", -1))
                                  .map(String::strip)
                                  .filter(host -> !host.isEmpty())
                                  .toList()))) {
                    dialog.close();
                    draw();
                  }
                }));
    dialog.open();
  }
}
