package dev.spoor.server.alert;

import dev.spoor.server.access.Authority;
import dev.spoor.server.event.Event;
import dev.spoor.server.event.EventId;
import dev.spoor.server.event.EventOrder;
import dev.spoor.server.event.EventPredicate;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.EventStream;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.vql.value.VqlString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// What the stored events say around an alert: the event itself, the processes above and below it,
/// the minutes before and after. Thread-safe.
public final class AlertEvidence implements AutoCloseable {
  /// How far the minutes around reach to each side.
  public static final Duration AROUND = Duration.ofMinutes(5);

  static final int MOST_NEAR = 500;
  private static final int MOST_ELSEWHERE = 50;

  private final EventStore store;
  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          2, Thread.ofPlatform().name("alert-evidence-", 0).daemon().factory());

  public AlertEvidence(EventStore store) {
    this.store = store;
  }

  /// What is shown of an event: itself, the processes around it, the minutes around it.
  public record Evidence(Event event, List<ProcessNode> processes, Near near) {
    public Evidence {
      processes = List.copyOf(processes);
    }
  }

  /// Reads all of it on a thread of its own; empty if the event is not stored.
  public CompletableFuture<Optional<Evidence>> load(
      Principal principal, String eventId, Instant about) {
    requireRead(principal);
    return CompletableFuture.supplyAsync(
        () ->
            event(principal, eventId, about)
                .map(
                    event ->
                        new Evidence(event, processes(principal, event), around(principal, event))),
        readers);
  }

  /// The stored event of that id; `about` is when it happened, if only roughly.
  public Optional<Event> event(Principal principal, String eventId, Instant about) {
    requireRead(principal);
    Optional<EventId> id = EventId.parse(eventId);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    EventSearch search =
        EventSearch.all()
            .withClients(
                id.get().writer().equals(ClientId.SERVER) ? null : Set.of(id.get().writer()))
            .withPredicate(new EventPredicate.Equal(List.of("_EventId"), VqlString.of(eventId)));
    for (TimeRange range :
        List.of(TimeRange.between(about.minusSeconds(60), about.plusSeconds(60)), TimeRange.ALL)) {
      Optional<Event> found = first(search.withEventTime(range), eventId);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Event> first(EventSearch search, String eventId) {
    try (EventStream events = store.find(search)) {
      for (Event event = events.next(); event != null; event = events.next()) {
        if (event.id().toString().equals(eventId)) {
          return Optional.of(event);
        }
      }
    }
    return Optional.empty();
  }

  /// Ancestors from the oldest, then the event among its siblings, then its children; empty if it
  /// is no process.
  public List<ProcessNode> processes(Principal principal, Event event) {
    requireRead(principal);
    return new ProcessTree(store, event).nodes();
  }

  /// @param events in order of time, the event among them
  /// @param total how many there are in the time on that client
  /// @param isExact whether `total` is all, or the counting stopped there
  public record Near(List<NearEvent> events, int total, boolean isExact) {
    public Near {
      events = List.copyOf(events);
    }

    public List<NearEvent> related() {
      return events.stream().filter(NearEvent::isRelated).toList();
    }
  }

  /// Events of the client five minutes before and after, and those of the same account elsewhere.
  public Near around(Principal principal, Event event) {
    requireRead(principal);
    EventWords words = new EventWords(event);
    TimeRange range =
        TimeRange.between(
            TimeRange.instant(event.eventTime()).minus(AROUND),
            TimeRange.instant(event.eventTime()).plus(AROUND).plusNanos(1));
    EventSearch here =
        EventSearch.all()
            .withClients(Set.of(event.subject()))
            .withEventTime(range)
            .withOrder(EventOrder.OLDEST_FIRST)
            .withLimit(MOST_NEAR + 1L);
    List<NearEvent> near = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int total = collect(here, event, words, near, seen, true);
    String account = words.account();
    if (!account.isEmpty()) {
      EventSearch elsewhere =
          EventSearch.all()
              .withEventTime(range)
              .withPredicate(EventWords.ofAccount(account))
              .withOrder(EventOrder.OLDEST_FIRST)
              .withLimit(MOST_ELSEWHERE);
      collect(elsewhere, event, words, near, seen, false);
    }
    near.sort(Comparator.comparing(NearEvent::offset));
    return new Near(near, Math.min(total, MOST_NEAR), total <= MOST_NEAR);
  }

  private int collect(
      EventSearch search,
      Event event,
      EventWords words,
      List<NearEvent> near,
      Set<String> seen,
      boolean here) {
    int total = 0;
    try (EventStream events = store.find(search)) {
      for (Event other = events.next(); other != null; other = events.next()) {
        // what the server derived tells of the same event once more
        if (other.id().writer().equals(ClientId.SERVER)
            || (!here && other.subject().equals(event.subject()))
            || !seen.add(EventWords.nativeId(other))) {
          continue;
        }
        total++;
        if (near.size() < MOST_NEAR + MOST_ELSEWHERE) {
          near.add(words.near(other));
        }
      }
    }
    return total;
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }

  private static void requireRead(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read events");
  }
}
