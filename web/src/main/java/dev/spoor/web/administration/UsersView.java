package dev.spoor.web.administration;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import com.vaadin.flow.server.Command;
import dev.spoor.server.access.Role;
import dev.spoor.server.access.User;
import dev.spoor.server.access.Users;
import dev.spoor.server.identity.Permission;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.PlainTable;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Viewer;
import java.time.InstantSource;
import java.util.Locale;

/// Who may log in, with which role, and what each role may do.
@Route("administration/users")
@RouteAlias("administration")
@PageTitle("Users · Spoor")
final class UsersView extends AdministrationPage {
  private final transient Users users;
  private final transient InstantSource clock;
  private final Problem problem = new Problem();
  private final PlainTable table =
      new PlainTable(
          "Users",
          new PlainTable.Column("Name", "grow"),
          PlainTable.Column.of("Role"),
          PlainTable.Column.of("State"),
          new PlainTable.Column("Since", "nowrap"),
          new PlainTable.Column("Actions", "end"));

  UsersView(Viewer viewer, Users users, InstantSource clock) {
    super(viewer, "administration/users", Permission.USER_ADMIN);
    this.users = users;
    this.clock = clock;
    if (!isAllowed()) {
      return;
    }
    Span gap = new Span();
    gap.addClassName("grow");
    Div head = new Div(new H2("Users"), gap, Actions.plain("Add user", "plus", event -> addUser()));
    head.addClassName("group-head");
    add(new Section(head, problem, table), roles());
    draw();
  }

  private void draw() {
    table.clear();
    for (User user : users.all(viewer.require())) {
      Span state = user.enabled() ? state("ok", "May log in") : state("lock", "Kept out");
      table.row(
          PlainTable.strong(user.name()),
          PlainTable.text(user.role().name()),
          state,
          since(user),
          PlainTable.cell(
              Actions.plain("Role", event -> changeRole(user)),
              Actions.plain("Passphrase", event -> changePassphrase(user)),
              Actions.plain(
                  user.enabled() ? "Keep out" : "Let in", event -> enable(user, !user.enabled()))));
    }
  }

  private Component since(User user) {
    Span since = PlainTable.quiet(Words.ago(user.created(), clock.instant()));
    since.getElement().setAttribute("title", Words.exact(user.created()));
    return since;
  }

  private static Span state(String icon, String words) {
    Span state = new Span(new Icon(icon), new Span(words));
    state.addClassNames("state", icon.equals("ok") ? "ok" : "none");
    return state;
  }

  private Component roles() {
    PlainTable roles =
        new PlainTable(
            "Roles", new PlainTable.Column("Role", "nowrap"), new PlainTable.Column("May", "grow"));
    for (Role role : Role.ALL) {
      Div rights = new Div();
      rights.addClassName("rights");
      for (String name : Role.names(role.permissions())) {
        Span label = new Span(words(name));
        label.addClassName("label");
        rights.add(label);
      }
      roles.row(PlainTable.strong(role.name()), rights);
    }
    Div head = new Div(new H2("Roles"));
    head.addClassName("group-head");
    return new Section(head, roles);
  }

  static String words(String permission) {
    return permission.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void enable(User user, boolean enabled) {
    if (problem.during(() -> users.enable(viewer.require(), user.id(), enabled))) {
      draw();
    }
  }

  private void addUser() {
    TextField name = new TextField("User name");
    PasswordField passphrase = passphrase();
    Select<Role> role = roleChoice(Role.ANALYST);
    form(
        "Add user",
        "Add user",
        () ->
            users.create(
                viewer.require(), name.getValue().strip(), passphrase.getValue(), role.getValue()),
        name,
        role,
        passphrase);
    name.focus();
  }

  private void changeRole(User user) {
    Select<Role> role = roleChoice(user.role());
    form(
        "Role of " + Plain.text(user.name()),
        "Change role",
        () -> users.changeRole(viewer.require(), user.id(), role.getValue()),
        role,
        note("Open pages and live channels of this user close at once."));
  }

  private void changePassphrase(User user) {
    PasswordField passphrase = passphrase();
    form(
        "Passphrase of " + Plain.text(user.name()),
        "Set passphrase",
        () -> users.changePassphrase(viewer.require(), user.id(), passphrase.getValue()),
        passphrase,
        note("Open pages of this user close at once."));
  }

  private static Paragraph note(String text) {
    Paragraph note = new Paragraph(text);
    note.addClassName("quiet-2");
    return note;
  }

  private static PasswordField passphrase() {
    PasswordField passphrase = new PasswordField("Passphrase");
    passphrase.setHelperText("12 characters or more; tell it by another way than this page");
    passphrase.getElement().setAttribute("autocomplete", "new-password");
    passphrase.setWidthFull();
    return passphrase;
  }

  private static Select<Role> roleChoice(Role chosen) {
    Select<Role> role = new Select<>();
    role.setLabel("Role");
    role.setItems(Role.ALL);
    role.setItemLabelGenerator(Role::name);
    role.setValue(chosen);
    role.setWidthFull();
    return role;
  }

  private void form(String title, String verb, Command action, Component... fields) {
    Dialog dialog = new Dialog();
    dialog.setHeaderTitle(title);
    dialog.setWidth("440px");
    dialog.addClassName("form-dialog");
    Problem wrong = new Problem();
    dialog.add(wrong);
    for (Component field : fields) {
      if (field instanceof TextField text) {
        text.setWidthFull();
      }
    }
    dialog.add(fields);
    dialog
        .getFooter()
        .add(
            Actions.plain("Cancel", event -> dialog.close()),
            Actions.primary(
                verb,
                event -> {
                  if (wrong.during(action)) {
                    dialog.close();
                    draw();
                  }
                }));
    dialog.open();
  }
}
