package dev.spoor.web.client;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.function.SerializableBiConsumer;
import com.vaadin.flow.function.SerializableConsumer;
import com.vaadin.flow.function.SerializableFunction;
import com.vaadin.flow.server.Command;
import dev.spoor.server.client.Client;
import dev.spoor.server.client.ClientHistory;
import dev.spoor.server.client.ClientHistory.Note;
import dev.spoor.server.client.ClientHistory.Presence;
import dev.spoor.server.client.MonitoringStates.State;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.monitoring.ClientStates.Flow;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One client in detail, at the right of the table: who it is, what it watches.
final class ClientPanel extends Aside {
  private final boolean mayLabel;
  private final Command close;
  private final transient SerializableConsumer<ClientId> labels;
  private final transient SerializableBiConsumer<ClientId, String> note;
  private final transient SerializableFunction<ClientId, Component> decisions;
  private transient @Nullable Shown shown;

  private record Shown(
      Client client,
      List<State> states,
      String seen,
      Flow flow,
      List<Presence> presence,
      List<Note> notes) {}

  /// @param decisions what was decided about a client
  ClientPanel(
      boolean mayLabel,
      Command close,
      SerializableConsumer<ClientId> labels,
      SerializableBiConsumer<ClientId, String> note,
      SerializableFunction<ClientId, Component> decisions) {
    this.mayLabel = mayLabel;
    this.close = close;
    this.labels = labels;
    this.note = note;
    this.decisions = decisions;
    addClassName("panel");
    setVisible(false);
  }

  void show(
      Client client,
      List<State> states,
      Flow flow,
      List<Presence> presence,
      List<Note> notes,
      Instant now) {
    setVisible(true);
    String seen = client.isConnected() ? "now" : Words.ago(client.lastSeen(), now);
    Shown next = new Shown(client, List.copyOf(states), seen, flow, presence, notes);
    if (next.equals(shown)) {
      return;
    }
    shown = next;
    removeAll();
    getElement().setAttribute("aria-label", "Client " + Plain.text(client.hostname()));
    add(
        head(client, seen),
        facts(client),
        decisions.apply(client.id()),
        presence(presence, client.firstSeen(), now),
        watches(states),
        delivery(flow),
        notes(client, notes),
        more(client));
  }

  private Component head(Client client, String seen) {
    Span presence = new Span(seen);
    presence.addClassNames("presence", client.isConnected() ? "on" : "off");
    Span gap = new Span();
    gap.addClassName("grow");
    Div line =
        new Div(
            new H2(Plain.text(client.hostname())),
            presence,
            gap,
            Actions.icon("Close", "close", event -> close.execute()));
    line.addClassName("line");
    Span id = new Span(client.id().value());
    id.addClassNames("mono", "quiet");
    Anchor events = new Anchor("/events?client=" + client.id().value(), "Events");
    events.addClassName("button");
    events.addComponentAsFirst(new Icon("events"));
    Div acts = new Div(events);
    acts.addClassName("acts");
    return new Section(line, id, acts);
  }

  private static Component presence(List<Presence> presence, Instant enrolled, Instant now) {
    return new Section(new H3("Presence"), new PresenceBar(presence, enrolled, now));
  }

  private static Component delivery(Flow flow) {
    DescriptionList list = new DescriptionList();
    fact(list, "Captured", new Span(Words.count(flow.captured(), "row", "rows")));
    fact(list, "Waiting", new Span(Words.count(flow.waiting(), "row", "rows") + " in its spool"));
    Span lost = new Span(Words.count(flow.lost(), "row", "rows") + " since its agent started");
    if (flow.lost() > 0) {
      lost.addClassName("lost");
    }
    fact(list, "Lost", lost);
    return new Section(new H3("Delivery to the server"), list);
  }

  private Component notes(Client client, List<Note> notes) {
    Section section = new Section(new H3("Notes"));
    section.addClassName("notes");
    if (mayLabel) {
      TextField text = new TextField();
      text.setPlaceholder("What others should know");
      text.setAriaLabel("New note");
      text.setMaxLength(ClientHistory.LONGEST_NOTE);
      text.addKeyDownListener(
          Key.ENTER,
          event -> {
            if (!text.getValue().isBlank()) {
              note.accept(client.id(), text.getValue());
            }
          });
      section.add(text);
    }
    for (Note one : notes) {
      Span who = new Span(Plain.text(one.author()) + ", " + Words.exact(one.created()));
      who.addClassName("quiet");
      Div line = new Div(new Span(Plain.text(one.text())), who);
      line.addClassName("client-note");
      section.add(line);
    }
    if (notes.isEmpty() && !mayLabel) {
      Span none = new Span("None");
      none.addClassName("quiet");
      section.add(none);
    }
    return section;
  }

  private Component facts(Client client) {
    DescriptionList list = new DescriptionList();
    fact(list, "System", new Span(Plain.text(client.facts().os())));
    fact(list, "Agent", new Span(Plain.text(client.facts().agentVersion())));
    fact(list, "Address", mono(Plain.text(client.address())));
    fact(list, "Enrolled", new Span(Words.exact(client.firstSeen())));
    client
        .connectedSince()
        .ifPresent(since -> fact(list, "Connected", new Span(Words.exact(since))));
    fact(list, "Clock", new Span(skew(client)));
    Div marks = new Div();
    client.labels().stream().sorted().map(Plain::text).forEach(text -> marks.add(label(text)));
    if (mayLabel) {
      marks.add(Actions.quiet("Change", event -> labels.accept(client.id())));
    }
    marks.addClassName("marks");
    fact(list, "Labels", marks);
    return new Section(list);
  }

  private static String skew(Client client) {
    long millis = client.clockSkew().toMillis();
    if (Math.abs(millis) < 1000) {
      return "as ours, within a second";
    }
    return Words.seconds(client.clockSkew().abs()) + (millis > 0 ? " ahead" : " behind");
  }

  private static Component watches(List<State> states) {
    UnorderedList list = new UnorderedList();
    list.addClassName("watches");
    for (State state : states) {
      String picture = icon(state);
      Span name = new Span(Plain.text(state.artifact()));
      name.addClassName("cut");
      name.getElement().setAttribute("title", Plain.text(state.artifact()));
      Span words = new Span(words(state));
      words.addClassName("quiet");
      list.add(new ListItem(new Icon(picture).with(picture), name, words));
    }
    if (states.isEmpty()) {
      Span nothing = new Span("Nothing: no entry of the table applies to its labels.");
      nothing.addClassName("quiet");
      return new Section(new H3("What it watches"), nothing);
    }
    return new Section(new H3("What it watches"), list);
  }

  private static String icon(State state) {
    return switch (state.state()) {
      // a query that runs and says something misses something
      case "running" -> state.error() == null ? "ok" : "warning";
      case "pending" -> "run";
      case "error" -> "error";
      case "needs_agent" -> "warning";
      default -> "none";
    };
  }

  private static String words(State state) {
    String error = state.error();
    String why = error == null ? "" : ": " + Plain.text(error);
    Instant since = state.since();
    String when = since == null ? "" : " since " + Words.exact(since);
    return switch (state.state()) {
      case "running" -> "Running" + when + why;
      case "pending" -> "Applying" + why;
      case "error" -> "Failed" + why;
      case "needs_agent" -> "Needs a newer agent" + why;
      default -> "Does not apply" + why;
    };
  }

  private static Component more(Client client) {
    DescriptionList list = new DescriptionList();
    client
        .facts()
        .more()
        .forEach((name, value) -> fact(list, Plain.text(name), mono(Plain.text(value))));
    Section section = new Section(new H3("Facts"), list);
    section.setVisible(!client.facts().more().isEmpty());
    return section;
  }

  private static void fact(DescriptionList list, String name, Component value) {
    DescriptionList.Description description = new DescriptionList.Description();
    description.add(value);
    list.add(new DescriptionList.Term(name), description);
  }

  private static Span mono(String text) {
    Span span = new Span(text);
    span.addClassName("mono");
    return span;
  }

  private static Span label(String text) {
    Span span = new Span(text);
    span.addClassName("label");
    span.getElement().setAttribute("title", text);
    return span;
  }
}
