package dev.spoor.agent.monitoring;

import dev.spoor.host.source.EventListener;
import dev.spoor.host.source.EventLoss;
import dev.spoor.host.source.EventPosition;
import dev.spoor.host.source.EventSource;
import dev.spoor.host.source.SourceStatus;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// An event source that sees what the test says.
final class ScriptedSource implements EventSource {
  final List<EventListener> listeners = new CopyOnWriteArrayList<>();
  final AtomicInteger subscriptions = new AtomicInteger();
  volatile boolean degraded;
  volatile Instant completeUpTo = Instant.EPOCH;

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public SourceStatus status() {
    return new SourceStatus("scripted", degraded, null, completeUpTo);
  }

  @Override
  public Subscription subscribe(EventListener listener) {
    subscriptions.incrementAndGet();
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void emit(String json) {
    Row row = (Row) Objects.requireNonNull(Json.read(json));
    for (EventListener listener : listeners) {
      listener.event(row, json.length());
    }
  }

  /// Says that everything before that moment was emitted.
  void reach(Instant time) {
    for (EventListener listener : listeners) {
      listener.reached(EventPosition.at(time));
    }
  }

  void lose(long count) {
    for (EventListener listener : listeners) {
      listener.lost(new EventLoss(count, false, "scripted loss", Instant.EPOCH, Instant.EPOCH));
    }
  }
}
