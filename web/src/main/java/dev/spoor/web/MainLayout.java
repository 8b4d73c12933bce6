package dev.spoor.web;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.router.Layout;
import dev.spoor.server.identity.Principal;
import dev.spoor.web.component.HasContext;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.Place;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.ShellStatus;
import dev.spoor.web.host.Viewer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// The frame of every page: where one can go at the left, who is here below it, the state of the
/// server at the foot.
@Layout
final class MainLayout extends AppLayout {
  private final Div frame = new Div();
  private final Main outlet = new Main();
  private final Div context = new Div();

  /// @param badges what stands at the end of a place's line
  MainLayout(
      Viewer viewer,
      Supplier<ShellStatus> status,
      Pulse pulse,
      List<Place> places,
      Function<Place, Optional<Component>> badges) {
    setPrimarySection(Section.DRAWER);
    Aside side = new Aside();
    side.addClassName("side");
    side.getElement().setAttribute("aria-label", "Navigation");
    SideNav navigation = new SideNav();
    navigation.getElement().setAttribute("aria-label", "Sections");
    for (Place place : places) {
      SideNavItem item = item(place);
      badges.apply(place).ifPresent(item::setSuffixComponent);
      navigation.addItem(item);
    }
    Div me = new Div();
    me.addClassName("me");
    viewer.find().ifPresent(user -> fill(me, user));
    context.addClassName("side-room");
    side.add(new Brand(), navigation, context, me);
    addToDrawer(side);
    frame.addClassName("frame");
    frame.add(outlet, new StatusLine(status, pulse));
    outlet.addClassName("outlet");
    setContent(frame);
  }

  private static SideNavItem item(Place place) {
    SideNavItem item = new SideNavItem(place.title(), place.path(), new Icon(place.icon()));
    item.setMatchNested(true);
    if (place.isFirst()) {
      item.setPathAliases(Set.of(""));
    }
    item.getElement().setAttribute("title", place.title());
    return item;
  }

  @Override
  public void showRouterLayoutContent(HasElement content) {
    outlet.removeAll();
    outlet.getElement().appendChild(content.getElement());
    context.removeAll();
    if (content instanceof HasContext page) {
      context.add(page.context());
    }
  }

  @Override
  public void removeRouterLayoutContent(HasElement oldContent) {
    outlet.removeAll();
  }

  private static void fill(Div me, Principal.User user) {
    Span face = new Span(initials(user.name()));
    face.addClassName("face");
    Span name = new Span(user.name());
    name.addClassName("cut");
    name.getElement().setAttribute("title", user.name() + ", " + user.role());
    Span gap = new Span();
    gap.addClassName("grow");
    me.add(face, name, gap, new ThemeSwitch(), new LogOut());
  }

  static String initials(String name) {
    String letters = name.strip();
    return letters
        .substring(
            0,
            letters.offsetByCodePoints(0, Math.min(2, letters.codePointCount(0, letters.length()))))
        .toUpperCase(Locale.ROOT);
  }

  @Tag("spoor-brand")
  @JsModule("./shell/spoor-brand.ts")
  @JsModule("./shell/drawer.ts")
  private static final class Brand extends Component {}

  @Tag("spoor-theme-switch")
  @JsModule("./shell/spoor-theme-switch.ts")
  private static final class ThemeSwitch extends Component {}

  @Tag("spoor-log-out")
  @JsModule("./access/spoor-log-out.ts")
  private static final class LogOut extends Component {}
}
