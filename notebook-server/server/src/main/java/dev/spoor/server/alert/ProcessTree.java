package dev.spoor.server.alert;

import static dev.spoor.server.alert.EventWords.at;
import static dev.spoor.server.alert.EventWords.text;

import dev.spoor.server.event.Event;
import dev.spoor.server.event.EventOrder;
import dev.spoor.server.event.EventPredicate;
import dev.spoor.server.event.EventPredicate.Equal;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.EventStream;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.ClientId;
import dev.spoor.vql.value.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The processes around one, from the process creations that its client reported. A process number
/// is used again and again, so a parent is the newest process of that number before its child; a
/// Sysmon GUID settles it where there is one. Where a parent was not reported, its child tells what
/// it knows of it.
final class ProcessTree {
  private static final int MAX_DEPTH = 12;
  private static final int MAX_SIBLINGS = 12;
  private static final Duration LOOK_BACK = Duration.ofDays(30);
  private static final Duration LOOK_AHEAD = Duration.ofHours(1);

  private final EventStore store;
  private final Event event;
  private final Set<String> artifacts;

  ProcessTree(EventStore store, Event event) {
    this.store = store;
    this.event = event;
    this.artifacts = new HashSet<>();
    for (String artifact : store.artifacts()) {
      if (artifact.contains("ProcessCreation") && !artifact.startsWith("Server.")) {
        artifacts.add(artifact);
      }
    }
    artifacts.add(event.artifact());
  }

  List<ProcessNode> nodes() {
    if (!EventWords.kind(event).equals("process")) {
      return List.of();
    }
    List<Event> ancestors = new ArrayList<>();
    Event youngest = event;
    while (ancestors.size() < MAX_DEPTH) {
      Optional<Event> parent = parent(youngest);
      if (parent.isEmpty()) {
        break;
      }
      youngest = parent.get();
      ancestors.addFirst(youngest);
    }
    List<ProcessNode> nodes = new ArrayList<>();
    int depth = 0;
    if (!text(youngest, "EventData", "ParentImage").isEmpty()) {
      nodes.add(toldBy(youngest));
      depth++;
    }
    for (Event ancestor : ancestors) {
      nodes.add(node(ancestor, depth++));
    }
    int own = depth;
    List<Event> siblings = ancestors.isEmpty() ? List.of() : children(ancestors.getLast());
    boolean isPlaced = false;
    for (Event sibling : siblings) {
      boolean isThis = EventWords.nativeId(sibling).equals(EventWords.nativeId(event));
      if (!isPlaced && (isThis || sibling.eventTime() > event.eventTime())) {
        addThis(nodes, own);
        isPlaced = true;
      }
      if (!isThis) {
        nodes.add(node(sibling, own));
      }
    }
    if (!isPlaced) {
      addThis(nodes, own);
    }
    return nodes;
  }

  private void addThis(List<ProcessNode> nodes, int depth) {
    nodes.add(node(event, depth));
    for (Event child : children(event)) {
      nodes.add(node(child, depth + 1));
    }
  }

  private Optional<Event> parent(Event child) {
    EventPredicate number = same("ParentProcessGuid", "ProcessGuid", child);
    if (number == null) {
      number = same("ParentProcessId", "ProcessId", child);
    }
    if (number == null) {
      return Optional.empty();
    }
    Instant time = EventWords.time(child);
    List<Event> found =
        find(
            number,
            TimeRange.between(time.minus(LOOK_BACK), time.plusNanos(1)),
            EventOrder.NEWEST_FIRST,
            3);
    String image = text(child, "EventData", "ParentImage");
    return found.stream()
        .filter(parent -> !parent.id().equals(child.id()))
        .filter(parent -> image.isEmpty() || image.equals(text(parent, "EventData", "Image")))
        .findFirst();
  }

  private List<Event> children(Event parent) {
    EventPredicate number = same("ProcessGuid", "ParentProcessGuid", parent);
    if (number == null) {
      number = same("ProcessId", "ParentProcessId", parent);
    }
    if (number == null) {
      return List.of();
    }
    Instant from = EventWords.time(parent);
    Instant middle = EventWords.time(event);
    List<Event> before =
        find(
            number,
            TimeRange.between(from, middle.plusNanos(1)),
            EventOrder.NEWEST_FIRST,
            MAX_SIBLINGS);
    List<Event> after =
        find(
            number,
            TimeRange.between(
                (middle.isBefore(from) ? from : middle).plusNanos(1), middle.plus(LOOK_AHEAD)),
            EventOrder.OLDEST_FIRST,
            MAX_SIBLINGS);
    List<Event> all = new ArrayList<>(before.reversed());
    all.addAll(after);
    Set<String> seen = new HashSet<>();
    return all.stream().filter(child -> seen.add(EventWords.nativeId(child))).toList();
  }

  private static @Nullable EventPredicate same(String from, String to, Row row) {
    Object value = at(row, "EventData", from);
    return value == null ? null : new Equal(List.of("EventData", to), value);
  }

  private List<Event> find(EventPredicate predicate, TimeRange range, EventOrder order, int limit) {
    if (range.from() >= range.to()) {
      return List.of();
    }
    EventSearch search =
        EventSearch.all()
            .withArtifacts(artifacts)
            .withClients(Set.of(event.subject()))
            .withEventTime(range)
            .withPredicate(predicate)
            .withOrder(order);
    List<Event> found = new ArrayList<>();
    try (EventStream events = store.find(search)) {
      for (Event one = events.next(); one != null && found.size() < limit; one = events.next()) {
        if (!one.id().writer().equals(ClientId.SERVER)) {
          found.add(one);
        }
      }
    }
    return found;
  }

  private ProcessNode node(Event process, int depth) {
    String image = text(process, "EventData", "Image");
    String original = text(process, "EventData", "OriginalFileName");
    String name = image.substring(Math.max(image.lastIndexOf('/'), image.lastIndexOf('\\')) + 1);
    return new ProcessNode(
        depth,
        EventWords.cut(image),
        EventWords.cut(text(process, "EventData", "CommandLine")),
        EventWords.cut(text(process, "EventData", "User")),
        original.equalsIgnoreCase(name) || original.equals("-") ? "" : EventWords.cut(original),
        EventWords.time(process),
        process.id().toString(),
        process.id().equals(event.id()));
  }

  private static ProcessNode toldBy(Event child) {
    return new ProcessNode(
        0,
        EventWords.cut(text(child, "EventData", "ParentImage")),
        EventWords.cut(text(child, "EventData", "ParentCommandLine")),
        EventWords.cut(text(child, "EventData", "ParentUser")),
        "",
        null,
        null,
        false);
  }
}
