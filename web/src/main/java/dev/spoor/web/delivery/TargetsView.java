package dev.spoor.web.delivery;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.Command;
import dev.spoor.server.access.Secrets;
import dev.spoor.server.access.Settings;
import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.delivery.Delivery;
import dev.spoor.server.delivery.DeliveryAttempt;
import dev.spoor.server.delivery.DeliveryKind;
import dev.spoor.server.delivery.DeliveryState;
import dev.spoor.server.delivery.DeliveryTarget;
import dev.spoor.server.delivery.Mailbox;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.PlainTable;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Delivery targets with their state, rate and address; the messages with their attempts; what was
/// given up, to be tried again.
@Route("targets")
@PageTitle("Delivery · Spoor")
final class TargetsView extends Div {
  private static final int PAGE = 50;
  private static final Instant NEWEST = Instant.parse("2200-01-01T00:00:00Z");

  private final transient Viewer viewer;
  private final transient Principal principal;
  private final transient Deliveries deliveries;
  private final transient Secrets secrets;
  private final transient Settings settings;
  private final transient InstantSource clock;
  private final boolean mayWrite;
  private final boolean maySend;
  private final Problem problem = new Problem();
  private final Div none = new Div("No target yet: alerts are kept here and sent nowhere.");
  private final PlainTable targets =
      new PlainTable(
          "Delivery targets",
          PlainTable.Column.of("Target"),
          new PlainTable.Column("Goes to", "grow"),
          PlainTable.Column.of("State"),
          new PlainTable.Column("Rate", "nowrap"),
          new PlainTable.Column("Actions", "end"));
  private final PlainTable messages =
      new PlainTable(
          "Messages",
          new PlainTable.Column("Time", "nowrap"),
          PlainTable.Column.of("Target"),
          PlainTable.Column.of("State"),
          new PlainTable.Column("Why", "grow"),
          new PlainTable.Column("Actions", "end"));
  private final Select<String> shownState = new Select<>();
  private final Button older = Actions.plain("Older", event -> more());
  private transient Map<String, Map<DeliveryState, Long>> drawnCounts = Map.of();
  private transient List<Delivery> drawn = List.of();
  private transient Instant before = NEWEST;

  TargetsView(
      Viewer viewer,
      Deliveries deliveries,
      Secrets secrets,
      Settings settings,
      InstantSource clock,
      Pulse pulse,
      Nav tabs) {
    this.viewer = viewer;
    this.principal = viewer.require();
    this.deliveries = deliveries;
    this.secrets = secrets;
    this.settings = settings;
    this.clock = clock;
    mayWrite = viewer.may(Permission.SECRET_WRITE);
    maySend = viewer.may(Permission.SERVER_MONITORING);
    addClassName("page");
    Div head = new Div(new H2("Delivery targets"), gap());
    head.addClassName("group-head");
    if (mayWrite) {
      head.add(Actions.plain("Add target", "plus", event -> add()));
    }
    none.addClassName("note-line");
    shownState.setItems("All", "Given up", "Waiting", "Delivered", "In a digest");
    shownState.setValue("All");
    shownState.setAriaLabel("Messages shown");
    shownState.addValueChangeListener(event -> drawMessages());
    Div messagesHead = new Div(new H2("Messages"), gap(), shownState);
    messagesHead.addClassName("group-head");
    Div foot = new Div(older);
    foot.addClassName("filters");
    add(
        new PageTop("Administration"),
        tabs,
        problem,
        new Section(head, none, targets),
        new Section(messagesHead, messages, foot));
    drawTargets();
    drawMessages();
    pulse.watch(this, this::refresh);
  }

  private static Span gap() {
    Span gap = new Span();
    gap.addClassName("grow");
    return gap;
  }

  private void add() {
    new TargetForm(viewer, deliveries, secrets, settings, this::drawTargets).open();
  }

  private void refresh() {
    if (!deliveries.countsByTarget(principal).equals(drawnCounts)) {
      drawTargets();
    }
    if (before.equals(firstPageEnd())) {
      List<Delivery> newest = page(NEWEST);
      if (!newest.equals(drawn)) {
        drawMessages();
      }
    }
  }

  private Instant firstPageEnd() {
    return drawn.isEmpty() ? NEWEST : drawn.getLast().created();
  }

  private void drawTargets() {
    drawnCounts = deliveries.countsByTarget(principal);
    List<DeliveryTarget> all = deliveries.targets(principal);
    none.setVisible(all.isEmpty());
    targets.setVisible(!all.isEmpty());
    targets.clear();
    for (DeliveryTarget target : all) {
      Map<DeliveryState, Long> counts = drawnCounts.getOrDefault(target.name(), Map.of());
      targets.row(
          two(PlainTable.strong(target.name()), target.kind().label()),
          address(target),
          state(counts),
          PlainTable.text(target.perMinute() + " a minute"),
          actions(target, counts.getOrDefault(DeliveryState.DEAD, 0L)));
    }
  }

  private static Component two(Component first, String second) {
    Div both = new Div(first, new Div(PlainTable.quiet(second)));
    both.addClassName("two-lines");
    return both;
  }

  private static Component address(DeliveryTarget target) {
    Mailbox mail = target.mail();
    String secret = "address in secret " + target.secret();
    return mail == null
        ? PlainTable.quiet(secret)
        : two(PlainTable.text(String.join(", ", mail.to())), "from " + mail.from() + ", " + secret);
  }

  private static Component state(Map<DeliveryState, Long> counts) {
    long dead = counts.getOrDefault(DeliveryState.DEAD, 0L);
    long waiting =
        counts.getOrDefault(DeliveryState.PENDING, 0L)
            + counts.getOrDefault(DeliveryState.SENDING, 0L);
    long done = counts.getOrDefault(DeliveryState.DELIVERED, 0L);
    String icon = dead > 0 ? "error" : waiting > 0 ? "wait" : done > 0 ? "ok" : "none";
    String words =
        dead > 0
            ? Words.number(dead) + " given up"
            : waiting > 0 ? Words.number(waiting) + " waiting" : done > 0 ? "Works" : "Never used";
    Span state = new Span(new Icon(icon), new Span(words));
    state.addClassNames("state", icon);
    long folded = counts.getOrDefault(DeliveryState.FOLDED, 0L);
    return two(
        state,
        Words.number(done)
            + " delivered"
            + (folded > 0 ? ", " + Words.number(folded) + " in digests" : ""));
  }

  private Component actions(DeliveryTarget target, long dead) {
    Div actions = PlainTable.cell();
    if (maySend && dead > 0) {
      actions.add(
          Actions.plain(
              "Replay " + Words.number(dead),
              event -> during(() -> deliveries.replayAll(viewer.require(), target.name()))));
    }
    if (maySend) {
      actions.add(
          Actions.plain(
              "Send test",
              "send",
              event -> during(() -> deliveries.sendTest(viewer.require(), target.name()))));
    }
    if (mayWrite) {
      actions.add(
          Actions.plain("Rate", event -> changeRate(target)),
          Actions.plain("New address", event -> rotate(target)),
          Actions.icon(
              "Delete " + target.name(),
              "bin",
              event -> during(() -> deliveries.deleteTarget(viewer.require(), target.name()))));
    }
    return actions;
  }

  private void during(Command action) {
    problem.during(action);
    drawTargets();
    drawMessages();
  }

  private void changeRate(DeliveryTarget target) {
    IntegerField rate = new IntegerField("Messages a minute");
    rate.setValue(target.perMinute());
    rate.setMin(1);
    rate.setMax(DeliveryTarget.MOST_PER_MINUTE);
    rate.setStepButtonsVisible(true);
    rate.setWidthFull();
    rate.setHelperText("What is more waits for a minute and goes as one digest");
    form(
        "Rate of " + Plain.text(target.name()),
        "Set rate",
        rate,
        () ->
            deliveries.setRate(
                viewer.require(), target.name(), rate.getValue() == null ? 0 : rate.getValue()));
  }

  private void rotate(DeliveryTarget target) {
    boolean mail = target.kind() == DeliveryKind.MAIL;
    PasswordField value = new PasswordField(mail ? "Mail server" : "Webhook URL");
    value.getElement().setAttribute("autocomplete", "off");
    value.setWidthFull();
    value.setHelperText("The next attempt uses it. The old address is gone, and neither is shown");
    form(
        "New address of " + Plain.text(target.name()),
        "Replace address",
        value,
        () -> deliveries.rotate(viewer.require(), target.name(), value.getValue().strip()));
  }

  private void form(String title, String verb, Component field, Command action) {
    Dialog dialog = new Dialog();
    dialog.setHeaderTitle(title);
    dialog.setWidth("440px");
    dialog.addClassName("form-dialog");
    Problem wrong = new Problem();
    dialog.add(wrong, field);
    dialog
        .getFooter()
        .add(
            Actions.plain("Cancel", event -> dialog.close()),
            Actions.primary(
                verb,
                event -> {
                  if (wrong.during(action)) {
                    dialog.close();
                    drawTargets();
                  }
                }));
    dialog.open();
  }

  private @Nullable DeliveryState wanted() {
    return switch (shownState.getValue()) {
      case "Given up" -> DeliveryState.DEAD;
      case "Waiting" -> DeliveryState.PENDING;
      case "Delivered" -> DeliveryState.DELIVERED;
      case "In a digest" -> DeliveryState.FOLDED;
      default -> null;
    };
  }

  private List<Delivery> page(Instant from) {
    return deliveries.page(principal, wanted(), from, PAGE);
  }

  private void drawMessages() {
    messages.clear();
    drawn = page(NEWEST);
    before = firstPageEnd();
    drawn.forEach(this::add);
    messages.setVisible(!drawn.isEmpty());
    older.setVisible(drawn.size() == PAGE);
  }

  private void more() {
    List<Delivery> next = page(before);
    next.forEach(this::add);
    older.setVisible(next.size() == PAGE);
    if (!next.isEmpty()) {
      before = next.getLast().created();
    }
  }

  private void add(Delivery delivery) {
    Span time = PlainTable.quiet(Words.ago(delivery.created(), clock.instant()));
    time.getElement().setAttribute("title", Words.exact(delivery.created()));
    String icon = icon(delivery);
    Span state = new Span(new Icon(icon), new Span(words(delivery)));
    state.addClassNames("state", icon);
    Div actions = PlainTable.cell();
    if (delivery.state() == DeliveryState.DEAD && maySend) {
      actions.add(
          Actions.plain(
              "Try again",
              event -> during(() -> deliveries.replay(viewer.require(), delivery.id()))));
    }
    if (delivery.attempts() > 0) {
      actions.add(Actions.plain("Attempts", event -> attempts(delivery)));
    }
    messages.row(
        time, PlainTable.text(delivery.target()), state, PlainTable.quiet(why(delivery)), actions);
  }

  private static String why(Delivery delivery) {
    String digest = delivery.digest();
    if (digest != null) {
      return "In digest " + digest;
    }
    String error = delivery.error();
    return error == null || delivery.state() == DeliveryState.DELIVERED ? "" : error;
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
    return switch (delivery.state()) {
      case DELIVERED -> "Delivered" + (delivery.mayRepeat() ? ", may have arrived twice" : "");
      case FOLDED -> "In a digest";
      case DEAD -> "Given up after " + Words.count(delivery.attempts(), "attempt", "attempts");
      case SENDING -> "Sending";
      case PENDING ->
          delivery.attempts() > 0 ? "Retrying at " + Words.time(delivery.nextAttempt()) : "Waiting";
    };
  }

  private void attempts(Delivery delivery) {
    Dialog dialog = new Dialog();
    dialog.setHeaderTitle("Attempts of " + delivery.id());
    dialog.setWidth("640px");
    PlainTable table =
        new PlainTable(
            "Attempts",
            new PlainTable.Column("Number", "num"),
            new PlainTable.Column("Time", "nowrap"),
            PlainTable.Column.of("Outcome"),
            new PlainTable.Column("Detail", "grow"));
    for (DeliveryAttempt attempt : deliveries.attempts(principal, delivery.id())) {
      table.row(
          PlainTable.text(Integer.toString(attempt.number())),
          PlainTable.text(Words.exact(attempt.started())),
          PlainTable.text(attempt.outcome() == null ? "going on" : attempt.outcome()),
          PlainTable.quiet(attempt.detail() == null ? "" : attempt.detail()));
    }
    dialog.add(table);
    dialog.getFooter().add(Actions.primary("Done", event -> dialog.close()));
    dialog.open();
  }
}
