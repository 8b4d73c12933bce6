package dev.spoor.web.administration;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import dev.spoor.server.identity.Permission;
import dev.spoor.web.component.Fact;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.component.SectionTabs;
import dev.spoor.web.host.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the pages of administration have in common: the tabs that the viewer may open, and a word
/// for whoever may not see this one.
abstract class AdministrationPage extends Div {
  private record Part(String title, String path, Permission needed) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("Users", "administration/users", Permission.USER_ADMIN),
          new Part("Tokens", "administration/tokens", Permission.READ_RESULTS),
          new Part("Enrolment", "administration/enrolment", Permission.ENROL_CLIENT),
          new Part("Delivery", "targets", Permission.READ_RESULTS),
          new Part("Secrets", "administration/secrets", Permission.SECRET_WRITE),
          new Part("Retention", "administration/retention", Permission.SERVER_ADMIN),
          new Part("Audit", "administration/audit", Permission.AUDIT_READ));

  final transient Viewer viewer;
  private final boolean allowed;

  AdministrationPage(Viewer viewer, String path, Permission needed, Component... actions) {
    this.viewer = viewer;
    allowed = viewer.may(needed);
    addClassName("page");
    add(new PageTop("Administration", allowed ? actions : new Component[0]), tabs(viewer, path));
    if (!allowed) {
      add(
          new Fact(
              "Not for your role",
              "This needs the right "
                  + needed.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                  + ". An administrator can give you a role that has it."));
    }
  }

  final boolean isAllowed() {
    return allowed;
  }

  static SectionTabs tabs(Viewer viewer, String path) {
    List<SectionTabs.Tab> tabs = new ArrayList<>();
    for (Part part : PARTS) {
      if (viewer.may(part.needed()) || part.path().equals(path)) {
        tabs.add(new SectionTabs.Tab(part.title(), part.path()));
      }
    }
    return new SectionTabs("Administration", path, tabs);
  }
}
