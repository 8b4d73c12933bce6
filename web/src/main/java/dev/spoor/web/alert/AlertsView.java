package dev.spoor.web.alert;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.dependency.Uses;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.alert.Alert;
import dev.spoor.server.alert.AlertAction;
import dev.spoor.server.alert.AlertCounts;
import dev.spoor.server.alert.AlertNews;
import dev.spoor.server.alert.AlertOrder;
import dev.spoor.server.alert.AlertPlace;
import dev.spoor.server.alert.Alerts;
import dev.spoor.server.identity.ObjectId;
import dev.spoor.server.notebook.export.AlertNotebook;
import dev.spoor.web.component.HasContext;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.component.UndoToast;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The inbox: a list that stands still while it is read, the selected alert beside it, and the keys
/// to work through both.
@Uses(Dialog.class)
@Uses(Select.class)
@Route("alerts/:alert?")
@PageTitle("Alerts · Spoor")
final class AlertsView extends Div implements HasContext, BeforeEnterObserver, AlertKeys {
  private static final String KEYS = "jkeascoxzu.";
  private static final Duration AGES = Duration.ofSeconds(30);

  private final transient AlertDesk desk;
  private final PageTop top;
  private final AlertList list;
  private final AlertDetail detail;
  private final AlertChoices choices;
  private final Div split = new Div();
  private final Div left = new Div();
  private final InboxViews views;
  private final InboxFilter narrowing = new InboxFilter(() -> reload(false));
  private final NativeButton waiting = new NativeButton();
  private final Span spoken = new Span();
  private final Div selection = new Div();
  private final Span selected = new Span();
  private final List<NativeButton> orders = new ArrayList<>();

  private transient AlertOrder order = AlertOrder.INBOX;
  private final transient Set<String> unseen = new LinkedHashSet<>();
  private transient Set<String> known = new HashSet<>();
  private transient @Nullable AlertCounts counts;
  private transient @Nullable String undo;
  private transient Instant drawn;

  AlertsView(AlertDesk desk, Pulse pulse) {
    this.desk = desk;
    this.drawn = desk.now();
    list = new AlertList(desk.alerts(), desk.who(), desk.clock());
    detail = new AlertDetail(desk, this);
    choices = new AlertChoices(desk, this::act, this::focusList);
    addClassNames("page", "fills", "alerts-page");
    views =
        new InboxViews(
            desk,
            () -> {
              reload(false);
              focusList();
            });
    Anchor routes = new Anchor("targets", new Icon("alert"), new Span("Routes"));
    routes.addClassNames("button", "quiet-button");
    routes.getElement().setAttribute("title", "Where messages go");
    top = new PageTop("Alerts", orderChoice(), routes);
    list.addItemClickListener(event -> clicked(event.getItem()));
    left.addClassName("alert-left");
    left.getElement().setAttribute("tabindex", "0");
    left.getElement().setAttribute("role", "region");
    left.getElement()
        .setAttribute("aria-label", "Inbox. J and K move, Enter opens, E acknowledges");
    left.add(list);
    Div column = new Div(narrowing, waiting, left, selectionBar(), new KeyBar(desk.mayEdit()));
    column.addClassName("alert-column");
    waiting.addClassName("waiting");
    waiting.addClickListener(event -> showWaiting());
    waiting.setVisible(false);
    spoken.addClassName("unseen");
    spoken.getElement().setAttribute("aria-live", "polite");
    split.addClassName("alert-split");
    split.add(column, detail);
    listenToKeys();
    add(top, spoken, split);
    reload(false);
    refreshCounts(desk.alerts().counts(desk.who()));
    pulse.watch(this, this::beat);
  }

  @Override
  protected void onAttach(AttachEvent event) {
    UI ui = event.getUI();
    Following.start(
        this,
        desk.feed(),
        news -> {
          var unused = ui.access(() -> hear(news));
        });
    focusList();
  }

  private void listenToKeys() {
    var keys =
        split
            .getElement()
            .addEventListener(
                "keydown", event -> key(event.getEventData().get("event.key").asString()));
    keys.setFilter(
        "!event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing"
            + " && !event.composedPath().some(n => n.matches && n.matches("
            + "'input,textarea,select,[contenteditable],vaadin-dialog'))"
            + " && ('"
            + KEYS
            + "'.includes(event.key.toLowerCase()) || event.key === 'Escape'"
            + " || (event.key === 'Enter' && !event.composedPath().some(n => n.matches"
            + " && n.matches('button,a,vaadin-button'))))");
    keys.addEventData("event.key");
  }

  private void key(String key) {
    switch (key) {
      case "j", "J" -> move(1);
      case "k", "K" -> move(-1);
      case "e", "E" -> acknowledge();
      case "a", "A" -> assign();
      case "s", "S" -> snooze();
      case "c", "C" -> closeAlert();
      case "o", "O" -> openNotebook();
      case "u", "U" -> reopen();
      case "x", "X" -> choose();
      case "z", "Z" -> {
        if (!getUI().map(UndoToast::hasKey).orElse(false)) {
          takeBack();
        }
      }
      case "." -> showWaiting();
      case "Enter" -> enter();
      case "Escape" -> leave();
      default -> {
        // the browser sends no other
      }
    }
  }

  // head

  private Component orderChoice() {
    Div segments = new Div();
    segments.addClassNames("segments", "wide-only");
    segments.getElement().setAttribute("role", "group");
    segments.getElement().setAttribute("aria-label", "Grouped by");
    for (AlertOrder one : AlertOrder.values()) {
      NativeButton button =
          new NativeButton(
              switch (one) {
                case INBOX -> "Rule and entity";
                case CLIENT -> "Client";
                case TIME -> "Time";
              });
      button.addClickListener(
          event -> {
            order = one;
            reload(false);
            focusList();
          });
      orders.add(button);
      segments.add(button);
    }
    Span words = new Span("Grouped by");
    words.addClassNames("quiet", "wide-only", "small");
    Div both = new Div(words, segments);
    both.addClassName("order-choice");
    return both;
  }

  private Component selectionBar() {
    selection.addClassNames("selection-bar", "alert-selection");
    selected.addClassName("strong");
    Span gap = new Span();
    gap.addClassName("grow");
    NativeButton none = new NativeButton("Clear");
    none.addClassName("link-button");
    none.addClickListener(event -> leave());
    selection.add(selected, gap, none);
    selection.setVisible(false);
    return selection;
  }

  // list

  /// Reads the list anew.
  ///
  /// @param keepsOthersOut whether alerts that were not there before go on waiting
  private void reload(boolean keepsOthersOut) {
    List<AlertPlace> all =
        desk.alerts().places(desk.who(), narrowing.narrow(views.filter()), order);
    List<AlertPlace> wanted =
        keepsOthersOut ? all.stream().filter(place -> known.contains(place.id())).toList() : all;
    if (!keepsOthersOut) {
      known = new HashSet<>();
      all.forEach(place -> known.add(place.id()));
      unseen.clear();
    }
    list.show(wanted, order, desk.now());
    list.setVisible(!wanted.isEmpty());
    split.setClassName("nothing", wanted.isEmpty());
    for (int i = 0; i < orders.size(); i++) {
      orders.get(i).getElement().setAttribute("aria-pressed", "" + (i == order.ordinal()));
    }
    String now = list.selected();
    if (now == null || !list.holds(now)) {
      select(wanted.isEmpty() ? null : wanted.getFirst().id());
    }
    showWaitingButton();
    drawn = desk.now();
  }

  private void select(@Nullable String id) {
    list.select(id);
    if (id == null) {
      detail.showNothing(list.size() == 0);
    } else {
      detail.show(id);
      speak();
    }
    showSelection();
  }

  private void speak() {
    Alert alert = detail.shown();
    if (alert != null) {
      spoken.setText(
          AlertWords.spoken(alert)
              + ", "
              + Words.number(list.position())
              + " of "
              + Words.number(list.size()));
    }
  }

  private void clicked(AlertLine line) {
    if (line.isHeading()) {
      return;
    }
    list.mark(line.id());
    detail.show(line.id());
    speak();
    split.setClassName("reading", true);
    showSelection();
  }

  private void showSelection() {
    int many = list.chosen().size();
    selection.setVisible(many > 0);
    selected.setText(Words.number(many) + " selected: E, A, S, C act on all of them");
  }

  // news

  private void hear(AlertNews news) {
    AlertCounts now = desk.alerts().counts(desk.who());
    refreshCounts(now);
    Set<String> touched = new HashSet<>(news.raised());
    touched.addAll(news.changed());
    list.redraw(touched.stream().filter(list::holds).toList());
    for (String id : news.raised()) {
      if (!known.contains(id)) {
        unseen.add(id);
      }
    }
    showWaitingButton();
    Alert shown = detail.shown();
    if (shown != null
        && news.changed().contains(shown.id())
        && !news.raised().contains(shown.id())) {
      // a count may go on; what is read stays, the head tells who has it
      detail.showState(shown.id());
    }
  }

  private void showWaitingButton() {
    boolean some = !unseen.isEmpty() && views.chosen() == InboxView.OPEN;
    waiting.setVisible(some);
    if (some) {
      String words =
          unseen.size() >= 500
              ? "Show at least 500 new alerts"
              : "Show " + Words.count(unseen.size(), "new alert", "new alerts");
      if (!words.equals(waiting.getText())) {
        waiting.setText(words);
      }
    }
  }

  private void showWaiting() {
    String reading = list.selected();
    reload(false);
    if (reading != null && list.holds(reading)) {
      list.select(reading);
    }
    focusList();
  }

  private void beat() {
    if (Duration.between(drawn, desk.now()).compareTo(AGES) > 0) {
      drawn = desk.now();
      list.redrawAll();
    }
  }

  private void refreshCounts(AlertCounts now) {
    if (now.equals(counts)) {
      return;
    }
    counts = now;
    top.meta(
        now.open() == 0
            ? "nothing open"
            : Words.number(now.open()) + " open, " + Words.number(now.fresh()) + " of them new");
    views.show(now);
  }

  // keys

  private void focusList() {
    left.getElement().callJsFunction("focus");
  }

  @Override
  public void move(int step) {
    String next = list.next(step);
    if (next != null) {
      select(next);
    }
  }

  private void enter() {
    if (list.selected() != null) {
      split.setClassName("reading", true);
      detail.getElement().callJsFunction("focus");
    }
  }

  @Override
  public void leave() {
    if (!list.chosen().isEmpty()) {
      list.chooseNone();
      showSelection();
    } else {
      split.setClassName("reading", false);
    }
    focusList();
  }

  private void choose() {
    String id = list.selected();
    if (id != null && desk.mayEdit()) {
      list.choose(id);
      showSelection();
    }
  }

  /// What an action is about: those that are chosen, else the selected one.
  private List<String> subjects() {
    Set<String> chosen = list.chosen();
    if (!chosen.isEmpty()) {
      return List.copyOf(chosen);
    }
    String id = list.selected();
    return id == null || !desk.mayEdit() ? List.of() : List.of(id);
  }

  @Override
  public void acknowledge() {
    act(subjects(), new AlertAction.Acknowledge());
  }

  @Override
  public void reopen() {
    act(subjects(), new AlertAction.Reopen());
  }

  @Override
  public void assign() {
    choices.assign(subjects());
  }

  @Override
  public void snooze() {
    choices.snooze(subjects());
  }

  @Override
  public void closeAlert() {
    choices.close(subjects());
  }

  private void act(List<String> ids, AlertAction action) {
    if (ids.isEmpty()) {
      return;
    }
    detail
        .problem()
        .during(
            () -> {
              String next = list.next(1);
              String before = list.next(-1);
              Alerts.Done done = desk.alerts().act(desk.who(), ids, action);
              undo = done.undo();
              list.chooseNone();
              reload(true);
              String wanted = next != null && list.holds(next) ? next : before;
              select(
                  ids.size() == 1 && wanted != null && list.holds(wanted)
                      ? wanted
                      : list.selected());
              toast(done, action);
            });
    focusList();
  }

  private void toast(Alerts.Done done, AlertAction action) {
    String what =
        done.alerts().size() == 1
            ? AlertWords.cut(done.alerts().getFirst().title())
            : Words.count(done.alerts().size(), "alert", "alerts");
    String words =
        switch (action) {
          case AlertAction.Acknowledge _ -> "You are on it: " + what;
          case AlertAction.Assign(String user) ->
              "Assigned to " + AlertWords.cut(user) + ": " + what;
          case AlertAction.Snooze(Instant until) ->
              "Snoozed until " + AlertWords.clock(until, desk.now()) + ": " + what;
          case AlertAction.Close _ -> "Closed: " + what;
          case AlertAction.Reopen _ -> "Put back: " + what;
        };
    String mine = done.undo();
    UndoToast.show(
        words,
        () -> {
          if (mine.equals(undo)) {
            takeBack();
          }
        });
  }

  private void takeBack() {
    String last = undo;
    if (last == null) {
      return;
    }
    undo = null;
    detail
        .problem()
        .during(
            () -> {
              List<Alert> back = desk.alerts().undo(desk.who(), last);
              back.forEach(alert -> known.add(alert.id()));
              reload(true);
              select(back.getFirst().id());
            });
    focusList();
  }

  @Override
  public void openNotebook() {
    Alert alert = detail.shown();
    if (alert != null) {
      detail
          .problem()
          .during(
              () -> {
                String id = AlertNotebook.create(desk.who(), desk.notebooks(), alert);
                getUI().ifPresent(ui -> ui.navigate("notebooks/" + id));
              });
    }
  }

  @Override
  public Component context() {
    return views;
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    event
        .getRouteParameters()
        .get("alert")
        .filter(id -> ObjectId.isValid('A', id))
        .ifPresent(
            id -> {
              if (list.holds(id)) {
                select(id);
              } else {
                detail.show(id);
              }
              split.setClassName("reading", true);
            });
  }
}
