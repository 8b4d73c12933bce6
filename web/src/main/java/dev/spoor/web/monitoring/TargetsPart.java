package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.spoor.server.access.Secrets;
import dev.spoor.server.access.Settings;
import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.delivery.Delivery;
import dev.spoor.server.delivery.DeliveryTarget;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/// Where messages go: targets, a test for each, and what became of the last messages.
final class TargetsPart extends Section {
  private static final int LAST = 8;

  private final transient Viewer viewer;
  private final transient Principal principal;
  private final transient Deliveries deliveries;
  private final transient Secrets secrets;
  private final transient Settings settings;
  private final transient InstantSource clock;
  private final boolean mayWrite;
  private final boolean mayTest;
  private final Problem problem = new Problem();
  private final Div list = new Div();
  private final Div last = new Div();
  private transient List<Delivery> shown = List.of();

  TargetsPart(
      Viewer viewer,
      Deliveries deliveries,
      Secrets secrets,
      Settings settings,
      InstantSource clock,
      Pulse pulse) {
    this.viewer = viewer;
    this.principal = viewer.require();
    this.deliveries = deliveries;
    this.secrets = secrets;
    this.settings = settings;
    this.clock = clock;
    mayWrite = viewer.may(Permission.SECRET_WRITE);
    mayTest = viewer.may(Permission.SERVER_MONITORING);
    addClassName("group");
    Span gap = new Span();
    gap.addClassName("grow");
    Div head = new Div(new H2("Delivery targets"), gap);
    head.addClassName("group-head");
    if (mayWrite) {
      head.add(Actions.plain("Add target", "plus", event -> add()));
    }
    add(head, problem, list, last);
    draw();
    refresh();
    pulse.watch(this, this::refresh);
  }

  List<DeliveryTarget> targets() {
    return deliveries.targets(principal);
  }

  private void add() {
    new TargetDialog(
            settings.publicUrl().isEmpty(),
            wanted -> {
              Principal.User user = viewer.require();
              wanted.publicUrl().ifPresent(url -> settings.setPublicUrl(user, url));
              String secret = "target." + wanted.name().replace(' ', '-');
              secrets.put(user, secret, wanted.url(), List.of());
              deliveries.putTarget(
                  user, new DeliveryTarget(wanted.name(), wanted.kind(), secret, null));
              draw();
            })
        .open();
  }

  private void draw() {
    list.removeAll();
    List<DeliveryTarget> targets = targets();
    targets.forEach(target -> list.add(line(target)));
    if (targets.isEmpty()) {
      Div nothing = new Div("No target yet: alerts are kept here and sent nowhere.");
      nothing.addClassNames("entry", "quiet");
      list.add(nothing);
    }
  }

  private Component line(DeliveryTarget target) {
    Span name = new Span(Plain.text(target.name()));
    name.addClassName("strong");
    Span kind = new Span(target.kind().label());
    kind.addClassName("quiet");
    Div what = new Div(name, kind);
    what.addClassName("artifact");
    Span secret = new Span(new Icon("key"), new Span("address in secret " + target.secret()));
    secret.addClassNames("state", "quiet");
    Div actions = new Div();
    actions.addClassName("actions");
    if (mayTest) {
      actions.add(Actions.plain("Send test", "send", event -> test(target)));
    }
    if (mayWrite) {
      actions.add(Actions.icon("Delete " + target.name(), "bin", event -> delete(target)));
    }
    Div line = new Div(what, secret, new Div(), actions);
    line.addClassName("entry");
    return line;
  }

  private void test(DeliveryTarget target) {
    problem.during(
        () -> {
          var unused = deliveries.sendTest(viewer.require(), target.name());
          refresh();
        });
  }

  private void delete(DeliveryTarget target) {
    problem.during(() -> deliveries.deleteTarget(viewer.require(), target.name()));
    draw();
  }

  private void refresh() {
    Instant now = clock.instant();
    List<Delivery> newest = deliveries.page(principal, null, now.plusSeconds(1), LAST);
    if (newest.equals(shown)) {
      return;
    }
    shown = newest;
    last.removeAll();
    if (!newest.isEmpty()) {
      Div head = new Div(new H2("Last messages"));
      head.addClassName("group-head");
      last.add(head);
      newest.forEach(delivery -> last.add(line(delivery)));
    }
  }

  private Component line(Delivery delivery) {
    String icon = icon(delivery);
    Span state = new Span(new Icon(icon), new Span(words(delivery)));
    state.addClassNames("state", icon);
    Span time = new Span(Words.ago(delivery.created(), clock.instant()));
    time.getElement().setAttribute("title", Words.exact(delivery.created()));
    time.addClassNames("quiet", "num");
    Div what = new Div(new Span(Plain.text(delivery.target())), time);
    what.addClassName("artifact");
    String error = delivery.error();
    Span why = new Span(error == null ? "" : capital(Plain.text(error)));
    why.addClassName("quiet");
    Div actions = new Div();
    actions.addClassName("actions");
    if (icon.equals("error") && mayTest) {
      actions.add(Actions.plain("Try again", event -> replay(delivery)));
    }
    Div line = new Div(what, why, state, actions);
    line.addClassName("entry");
    return line;
  }

  private static String capital(String text) {
    return text.isEmpty() ? "" : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private void replay(Delivery delivery) {
    problem.during(() -> deliveries.replay(viewer.require(), delivery.id()));
    refresh();
  }

  private static String icon(Delivery delivery) {
    return switch (delivery.state()) {
      case DELIVERED, FOLDED -> "ok";
      case DEAD -> "error";
      case SENDING -> "run";
      case PENDING -> delivery.attempts() > 0 ? "warning" : "wait";
    };
  }

  private static String words(Delivery delivery) {
    String again = delivery.mayRepeat() ? ", may have arrived twice" : "";
    return switch (delivery.state()) {
      case DELIVERED -> "Delivered" + again;
      case FOLDED -> "Part of a digest";
      case DEAD -> "Given up after " + Words.count(delivery.attempts(), "attempt", "attempts");
      case SENDING -> "Sending";
      case PENDING ->
          delivery.attempts() > 0 ? "Retrying at " + Words.time(delivery.nextAttempt()) : "Waiting";
    };
  }
}
