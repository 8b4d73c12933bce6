package dev.spoor.web.alert;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.Table;
import com.vaadin.flow.component.html.TableBody;
import com.vaadin.flow.component.html.TableDataCell;
import com.vaadin.flow.component.html.TableRow;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.function.SerializableConsumer;
import dev.spoor.server.alert.Alert;
import dev.spoor.server.alert.AlertEvent;
import dev.spoor.server.alert.AlertEvidence;
import dev.spoor.server.alert.NearEvent;
import dev.spoor.server.alert.ProcessNode;
import dev.spoor.server.event.Envelope;
import dev.spoor.server.event.Event;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The newest event of an alert: its processes, the row, the minutes around it, what was sent, what
/// was decided. The store is asked on another thread; what is known stands at once.
final class EventPart extends Div {
  private final transient AlertDesk desk;
  private final transient Alert alert;
  private final transient @Nullable AlertEvent newest;
  private final SerializableConsumer<Event> found;
  private final Div evidence = new Div();
  private boolean isAsked;

  /// The newest event of the alert.
  ///
  /// @param found told what the stored event is, once it is read
  EventPart(AlertDesk desk, Alert alert, SerializableConsumer<Event> found) {
    this(desk, alert, newest(desk, alert), found);
  }

  EventPart(
      AlertDesk desk, Alert alert, @Nullable AlertEvent event, SerializableConsumer<Event> found) {
    this.found = found;
    this.desk = desk;
    this.alert = alert;
    this.newest = event;
    evidence.addClassName("evidence");
    evidence.getElement().setAttribute("aria-busy", "true");
    add(
        evidence,
        new DeliveryPart(desk, alert),
        DecisionPart.of(desk, alert.entity(), alert.hostname()));
  }

  private static @Nullable AlertEvent newest(AlertDesk desk, Alert alert) {
    List<AlertEvent> events = desk.alerts().events(desk.who(), alert.id(), 0, 1);
    return events.isEmpty() ? null : events.getFirst();
  }

  @Override
  protected void onAttach(AttachEvent attach) {
    AlertEvent event = newest;
    if (isAsked || event == null) {
      return;
    }
    isAsked = true;
    UI ui = attach.getUI();
    CompletableFuture<Optional<AlertEvidence.Evidence>> unusedWhole =
        desk.evidence()
            .load(desk.who(), event.eventId(), event.time())
            .whenComplete(
                (read, failure) -> {
                  if (failure != null) {
                    Problem.log(failure);
                  }
                  var unused = ui.access(() -> show(read == null ? Optional.empty() : read));
                });
  }

  private void show(Optional<AlertEvidence.Evidence> read) {
    evidence.getElement().removeAttribute("aria-busy");
    evidence.removeAll();
    if (read.isEmpty()) {
      Div gone =
          new Div(
              "The event itself is not in the store: it is too old, or the alert was raised without"
                  + " one.");
      gone.addClassName("note-box");
      evidence.add(gone);
      return;
    }
    AlertEvidence.Evidence all = read.get();
    found.accept(all.event());
    RawRow raw = new RawRow(all.event(), column -> !Envelope.isEnvelope(column));
    Div right = block("Raw event", Words.count(raw.fields(), "field", "fields"), raw);
    if (all.processes().isEmpty()) {
      evidence.add(right);
    } else {
      Div two =
          new Div(
              block("Process tree", AlertWords.cut(alert.hostname()), tree(all.processes())),
              right);
      two.addClassName("event-halves");
      evidence.add(two);
    }
    evidence.add(around(all.near()));
  }

  private static Div block(String title, String hint, Component content) {
    H3 name = new H3(title);
    Span small = new Span(hint);
    small.addClassName("quiet");
    Div head = new Div(name, small);
    head.addClassName("block-head");
    Div block = new Div(head, content);
    block.addClassName("alert-block");
    return block;
  }

  private static Component tree(List<ProcessNode> nodes) {
    UnorderedList list = new UnorderedList();
    list.addClassName("tree");
    for (ProcessNode node : nodes) {
      String name = node.name();
      Span process = new Span(name.isEmpty() ? "?" : AlertWords.cut(name));
      process.addClassName("process");
      process.getElement().setAttribute("title", Plain.text(node.commandLine()));
      Span beside = new Span(beside(node));
      beside.addClassNames("cut", "quiet");
      beside.getElement().setAttribute("title", Plain.text(node.commandLine()));
      Span time = new Span(node.time() == null ? "before" : Words.time(node.time()));
      time.addClassNames("quiet", "num");
      ListItem item = new ListItem(process, beside, time);
      item.addClassNames("depth-" + Math.min(node.depth(), 10));
      item.setClassName("on", node.isThis());
      list.add(item);
    }
    return list;
  }

  private static String beside(ProcessNode node) {
    if (node.isThis()) {
      return "this event";
    }
    if (!node.original().isEmpty()) {
      return "really " + AlertWords.cut(node.original());
    }
    String arguments = node.commandLine();
    int space = arguments.indexOf(' ');
    String after = space < 0 ? "" : arguments.substring(space + 1).strip();
    return AlertWords.cut(after.isEmpty() ? node.user() : after);
  }

  private Component around(AlertEvidence.Near near) {
    List<NearEvent> related = near.related();
    Div holder = new Div();
    boolean isFew = near.events().size() <= 12;
    fill(holder, isFew ? near.events() : related);
    String hint =
        isFew
            ? Words.count(near.events().size(), "event", "events")
            : Words.number(related.size())
                + " of "
                + (near.isExact() ? "" : "more than ")
                + Words.number(near.total())
                + " events, related by account, task and parent";
    Div block = block("Five minutes around it", hint, holder);
    if (!isFew && related.size() < near.events().size()) {
      Div head = (Div) block.getComponentAt(0);
      Span gap = new Span();
      gap.addClassName("grow");
      head.add(
          gap,
          Actions.quiet(
              "Show all",
              event -> {
                fill(holder, near.events());
                event.getSource().setVisible(false);
              }));
    }
    return block;
  }

  private static void fill(Div holder, List<NearEvent> events) {
    TableBody body = new TableBody();
    for (NearEvent event : events) {
      Span kind = new Span(new Icon(icon(event)), new Span(event.kind()));
      kind.addClassName("kind");
      Span text = new Span(Plain.text(event.text()));
      text.addClassName("cut");
      text.getElement().setAttribute("title", Plain.text(event.text()));
      TableRow row =
          new TableRow(
              cell("offset", new Span(offset(event.offset()))),
              cell("near-kind", kind),
              cell("near-host", new Span(AlertWords.cut(event.hostname()))),
              cell("near-text", text),
              cell("near-why", new Span(event.isThis() ? "this event" : event.why())));
      row.setClassName("now", event.isThis());
      body.add(row);
    }
    Table table = new Table();
    table.addBody(body);
    table.addClassName("near");
    table.getElement().setAttribute("aria-label", "Events within five minutes");
    Div box = new Div(table);
    box.addClassName("alert-box");
    holder.removeAll();
    holder.add(box);
  }

  private static TableDataCell cell(String className, Component content) {
    TableDataCell cell = new TableDataCell(content);
    cell.addClassName(className);
    return cell;
  }

  private static String icon(NearEvent event) {
    return switch (event.kind()) {
      case "process", "logon", "file", "network" -> event.kind();
      default -> "event";
    };
  }

  /// Minutes and seconds with a sign.
  static String offset(Duration offset) {
    long seconds = Math.abs(offset.toMillis() + (offset.isNegative() ? -500 : 500)) / 1000;
    if (seconds == 0) {
      return "0:00";
    }
    return String.format(
        Locale.ROOT, "%s%d:%02d", offset.isNegative() ? "−" : "+", seconds / 60, seconds % 60);
  }
}
