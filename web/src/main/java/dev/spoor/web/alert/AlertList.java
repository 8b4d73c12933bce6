package dev.spoor.web.alert;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.DataProvider;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.spoor.server.alert.Alert;
import dev.spoor.server.alert.AlertOrder;
import dev.spoor.server.alert.AlertPlace;
import dev.spoor.server.alert.AlertState;
import dev.spoor.server.alert.Alerts;
import dev.spoor.server.identity.Principal;
import dev.spoor.web.component.Words;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The list stands still: it holds the ids in their order and reads what is in sight. What changes
/// is drawn anew in its place.
final class AlertList extends Grid<AlertLine> {
  private final transient Alerts alerts;
  private final transient Principal principal;
  private final transient InstantSource clock;
  private transient List<AlertLine> lines = List.of();
  private transient Map<String, Integer> places = Map.of();
  private final transient Set<String> chosen = new LinkedHashSet<>();
  private transient @Nullable String selected;

  AlertList(Alerts alerts, Principal principal, InstantSource clock) {
    this.alerts = alerts;
    this.principal = principal;
    this.clock = clock;
    addClassName("alert-list");
    setSelectionMode(SelectionMode.NONE);
    setPageSize(40);
    getElement().setAttribute("aria-label", "Alerts");
    addColumn(renderer()).setFlexGrow(1);
    setPartNameGenerator(
        line ->
            line.isHeading()
                ? "section-row"
                : line.id().equals(selected) ? "on" : chosen.contains(line.id()) ? "chosen" : null);
    CallbackDataProvider<AlertLine, Void> provider =
        DataProvider.fromCallbacks(
            query -> fetch(query.getOffset(), query.getLimit()),
            query -> {
              // the whole size is asked for at once
              return lines.size();
            });
    setItems(provider);
  }

  private LitRenderer<AlertLine> renderer() {
    return LitRenderer.<AlertLine>of(
            """
            ${item.heading
              ? html`<div class="al-section"><span>${item.heading}</span><span class="grow"></span><span>${item.right}</span></div>`
              : html`<div class="al ${item.severity} ${item.look}">
                  <span class="al-bar"></span>
                  <spoor-icon class="al-shape" name=${item.shape}></spoor-icon>
                  <bdi class="al-title cut" title=${item.title}>${item.title}</bdi>
                  <span class="al-when num"><b>${item.count}</b><span>${item.age}</span></span>
                  <span class="al-who"><span class="al-severity">${item.word}</span><span class="quiet" aria-hidden="true">·</span><bdi class="cut">${item.who}</bdi></span>
                  <span class="al-right"><span class="al-spark" aria-hidden="true">${item.bars.map((bar) => html`<i class=${bar}></i>`)}</span><span class=${item.face ? 'face' : 'no-face'} title=${item.state}>${item.face}</span></span>
                </div>`}
            """)
        .withProperty("heading", AlertLine::heading)
        .withProperty("right", line -> line.isHeading() ? "detections, last" : "")
        .withProperty("severity", line -> of(line, alert -> alert.severity().text()))
        .withProperty(
            "look",
            line ->
                of(line, alert -> alert.state() == AlertState.OPEN ? "fresh" : "read")
                    + (chosen.contains(line.id()) ? " chosen" : ""))
        .withProperty(
            "shape", line -> chosen.contains(line.id()) ? "check" : of(line, alert -> shape(alert)))
        .withProperty("title", line -> of(line, alert -> AlertWords.cut(alert.title())))
        .withProperty("count", line -> of(line, alert -> Words.number(alert.count())))
        .withProperty(
            "age", line -> of(line, alert -> AlertWords.age(alert.last(), clock.instant())))
        .withProperty("word", line -> of(line, alert -> AlertWords.severity(alert.severity())))
        .withProperty("who", line -> of(line, AlertWords::who))
        .withProperty("state", line -> of(line, a -> AlertWords.state(a, clock.instant())))
        .withProperty("face", line -> of(line, AlertList::face))
        .withProperty("bars", AlertList::bars);
  }

  private static String shape(Alert alert) {
    return switch (alert.severity()) {
      case CRITICAL, HIGH, MEDIUM, LOW -> alert.severity().text();
      case INFO -> "info";
    };
  }

  private static String of(AlertLine line, Function<Alert, String> words) {
    Alert alert = line.alert();
    return alert == null ? "" : words.apply(alert);
  }

  private static String face(Alert alert) {
    String owner = alert.owner();
    return owner == null || owner.isBlank() ? "" : Face.initials(owner);
  }

  /// Heights of the bars as classes: seventeen steps.
  private static List<String> bars(AlertLine line) {
    Alert alert = line.alert();
    if (alert == null) {
      return List.of();
    }
    int most = alert.hours().stream().mapToInt(Integer::intValue).max().orElse(0);
    return alert.hours().stream()
        .map(
            hour ->
                hour == 0 || most == 0
                    ? "h0"
                    : "h" + Math.max(2, (int) Math.round(16.0 * hour / most)))
        .toList();
  }

  private Stream<AlertLine> fetch(int offset, int limit) {
    int from = Math.min(offset, lines.size());
    List<AlertLine> page = lines.subList(from, Math.min(from + limit, lines.size()));
    return filled(page).stream();
  }

  private List<AlertLine> filled(List<AlertLine> page) {
    List<String> ids = page.stream().filter(line -> !line.isHeading()).map(AlertLine::id).toList();
    Map<String, Alert> found = new HashMap<>();
    alerts.find(principal, ids).forEach(alert -> found.put(alert.id(), alert));
    return page.stream()
        .map(line -> line.isHeading() ? line : AlertLine.of(line.id(), found.get(line.id())))
        .toList();
  }

  /// Shows these alerts in this order.
  void show(List<AlertPlace> wanted, AlertOrder order, Instant now) {
    List<AlertLine> next = new ArrayList<>();
    Map<String, Integer> at = new HashMap<>();
    String section = "";
    for (AlertPlace place : wanted) {
      String own = section(place, order);
      if (!own.equals(section)) {
        section = own;
        next.add(AlertLine.heading(section));
      }
      at.put(place.id(), next.size());
      next.add(AlertLine.of(place.id(), null));
    }
    lines = next;
    places = at;
    chosen.retainAll(at.keySet());
    getDataProvider().refreshAll();
  }

  private static String section(AlertPlace place, AlertOrder order) {
    return switch (order) {
      case INBOX ->
          switch (place.shelf()) {
            case 0 -> "New, nobody has it";
            case 1 -> "Someone is on it";
            case 2 -> "Snoozed";
            default -> "Closed";
          };
      case CLIENT -> place.hostname().isEmpty() ? "No client" : AlertWords.cut(place.hostname());
      case TIME -> "Newest first";
    };
  }

  boolean holds(String id) {
    return places.containsKey(id);
  }

  int size() {
    return places.size();
  }

  @Nullable String selected() {
    return selected;
  }

  void select(@Nullable String id) {
    String before = selected;
    selected = id;
    redraw(before);
    redraw(id);
    Integer place = id == null ? null : places.get(id);
    if (place != null) {
      // the heading above the first one of a section belongs to it
      scrollToIndex(place > 0 && lines.get(place - 1).isHeading() ? place - 1 : place);
    }
  }

  /// Selects without scrolling: somebody clicked on it.
  void mark(String id) {
    String before = selected;
    selected = id;
    redraw(before);
    redraw(id);
  }

  /// The alert after (or before) the selected one; null at the end.
  @Nullable String next(int step) {
    Integer from = selected == null ? null : places.get(selected);
    int at = from == null ? (step > 0 ? -1 : lines.size()) : from;
    for (int i = at + step; i >= 0 && i < lines.size(); i += step) {
      if (!lines.get(i).isHeading()) {
        return lines.get(i).id();
      }
    }
    return null;
  }

  /// Number of the selected one among the alerts, from 1; 0 if none.
  int position() {
    Integer at = selected == null ? null : places.get(selected);
    return at == null
        ? 0
        : (int) lines.subList(0, at + 1).stream().filter(line -> !line.isHeading()).count();
  }

  void redraw(@Nullable String id) {
    Integer place = id == null ? null : places.get(id);
    if (place != null) {
      getDataProvider().refreshItem(filled(List.of(lines.get(place))).getFirst());
    }
  }

  void redraw(Collection<String> ids) {
    List<AlertLine> known =
        ids.stream().filter(places::containsKey).map(id -> AlertLine.of(id, null)).toList();
    if (!known.isEmpty()) {
      filled(known).forEach(line -> getDataProvider().refreshItem(line));
    }
  }

  /// The ages go on.
  void redrawAll() {
    getDataProvider().refreshAll();
  }

  void choose(String id) {
    if (!chosen.remove(id)) {
      chosen.add(id);
    }
    redraw(id);
  }

  void chooseNone() {
    Set<String> before = Set.copyOf(chosen);
    chosen.clear();
    redraw(before);
  }

  Set<String> chosen() {
    return Set.copyOf(chosen);
  }
}
