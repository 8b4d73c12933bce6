package dev.spoor.web.administration;

import com.vaadin.flow.component.html.Nav;
import dev.spoor.web.component.Place;
import dev.spoor.web.host.Page;
import dev.spoor.web.host.Viewer;
import dev.spoor.web.host.WebServices;
import java.util.List;

/// The pages of this feature, and its place in the navigation.
public final class AdministrationNavigation {
  public static final Place PLACE = new Place("Administration", "administration", "settings");

  private AdministrationNavigation() {}

  /// The tabs of the section, for a page of it that another feature brings.
  public static Nav tabs(Viewer viewer, String path) {
    return AdministrationPage.tabs(viewer, path);
  }

  public static List<Page<?>> pages(WebServices services, Viewer viewer) {
    var administration = services.administration();
    return List.of(
        Page.of(
            UsersView.class, () -> new UsersView(viewer, administration.users(), services.clock())),
        Page.of(
            TokensView.class,
            () -> new TokensView(viewer, administration.tokens(), services.clock())),
        Page.of(
            EnrolmentView.class,
            () ->
                new EnrolmentView(
                    viewer, services.enrolment(), services.clock(), services.enrolCommand())),
        Page.of(
            SecretsView.class, () -> new SecretsView(viewer, services.secrets(), services.clock())),
        Page.of(RetentionView.class, () -> new RetentionView(viewer, administration.retention())),
        Page.of(AuditView.class, () -> new AuditView(viewer, administration.audit())));
  }
}
