package dev.spoor.sigma.correlation;

import dev.spoor.sigma.correlation.CorrelationPlan.Listener;
import dev.spoor.sigma.correlation.CorrelationPlan.Resolved;
import dev.spoor.sigma.document.SigmaDocument.Correlation;
import dev.spoor.sigma.match.EventFields;
import dev.spoor.sigma.match.LoadedRule;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Hears of the matches of rules and tells when a correlation comes true. Time is what the events
/// say. Bounded in memory: what is dropped is counted. For one thread.
public final class Correlator {
  private final Supplier<CorrelationPlan> plans;
  private final CorrelationLimits limits;
  private final long lateness;
  // least recently used first
  private final LinkedHashMap<GroupKey, Group> groups = new LinkedHashMap<>(64, 0.75f, true);
  private CorrelationPlan plan = CorrelationPlan.NONE;
  private EventFields fields = new EventFields(List.of());
  private long newest = Long.MIN_VALUE;
  private long nextClose = Long.MAX_VALUE;
  private long entries;
  private long dropped;
  private long late;

  private record GroupKey(Resolved resolved, List<Object> values) {}

  private record Heard(Object source, Row row, long time) {}

  public Correlator(Supplier<CorrelationPlan> plans, CorrelationLimits limits) {
    this.plans = plans;
    this.limits = limits;
    this.lateness = Group.nanos(limits.lateness());
  }

  /// How many remembered matches were dropped to stay within the limits.
  public long dropped() {
    return dropped;
  }

  /// How many events came too late to count.
  public long late() {
    return late;
  }

  /// How many matches are remembered.
  public long size() {
    return entries;
  }

  /// A rule matched an event.
  public void matched(LoadedRule rule, Row row, Instant time, CorrelationSink sink) {
    refresh();
    if (!plan.isEmpty()) {
      hear(new Heard(rule, row, Group.nanos(time)), sink);
      advance(sink);
    }
  }

  /// No event before this time is to be expected: windows that ended before it are judged.
  public void advanceTo(Instant time, CorrelationSink sink) {
    refresh();
    newest = Math.max(newest, Group.nanos(time) + lateness);
    advance(sink);
  }

  /// No event is to be expected at all: every open window is judged.
  public void finish(CorrelationSink sink) {
    refresh();
    close(Long.MAX_VALUE, sink);
  }

  private void refresh() {
    CorrelationPlan current = plans.get();
    if (!current.equals(plan)) {
      plan = current;
      fields = new EventFields(current.fields());
      Iterator<Group> all = groups.values().iterator();
      while (all.hasNext()) {
        Group group = all.next();
        if (!current.correlations().contains(group.resolved)) {
          entries -= group.size();
          all.remove();
        }
      }
    }
  }

  /// Correlations may listen to correlations; the plan has no cycles.
  private void hear(Heard first, CorrelationSink sink) {
    Queue<Heard> queue = new ArrayDeque<>();
    queue.add(first);
    for (Heard heard = queue.poll(); heard != null; heard = queue.poll()) {
      if (newest != Long.MIN_VALUE && heard.time < newest - lateness - longest(heard.source)) {
        late++;
        continue;
      }
      newest = Math.max(newest, heard.time);
      List<Listener> listeners = plan.listeners(heard.source);
      if (listeners.isEmpty()) {
        continue;
      }
      Map<String, List<Object>> values = fields.read(heard.row);
      for (Listener listener : listeners) {
        CorrelationMatch match = enter(listener, values, heard);
        if (match != null) {
          emit(listener.target(), match, queue, sink);
        }
      }
      trim();
    }
  }

  private long longest(Object source) {
    long longest = 0;
    for (Listener listener : plan.listeners(source)) {
      longest = Math.max(longest, Group.nanos(listener.target().correlation().timespan()));
    }
    return longest;
  }

  private void emit(
      Resolved resolved, CorrelationMatch match, Queue<Heard> queue, CorrelationSink sink) {
    if (!plan.isSilent(resolved)) {
      sink.matched(match);
    }
    if (!plan.listeners(resolved).isEmpty()) {
      queue.add(new Heard(resolved, row(match), Group.nanos(match.last())));
    }
  }

  /// What a correlation looks like to one that refers to it: its group, and its measure.
  private static Row row(CorrelationMatch match) {
    Dict row = new Dict();
    match.group().forEach(row::set);
    row.set("event_count", (long) match.events());
    row.set("value", match.value());
    return row;
  }

  private @Nullable CorrelationMatch enter(
      Listener listener, Map<String, List<Object>> values, Heard heard) {
    Correlation correlation = listener.target().correlation();
    List<Object> key = new ArrayList<>(listener.groupFields().size());
    for (String field : listener.groupFields()) {
      List<Object> found = values.get(field);
      if (found == null) {
        return null;
      }
      key.add(EventFields.value(EventFields.text(found.getFirst())));
    }
    Object value = counted(correlation, values);
    if (value == null && correlation.type().needsField()) {
      return null;
    }
    Group group =
        groups.computeIfAbsent(
            new GroupKey(listener.target(), key), k -> new Group(listener.target(), key));
    int before = group.size();
    dropped +=
        group.add(
            new Entry(heard.time, listener.member(), value, heard.row), limits.entriesPerGroup());
    group.expire(newest - lateness - Group.nanos(correlation.timespan()));
    entries += group.size() - before;
    nextClose = Math.min(nextClose, group.closesAt());
    return group.judge(heard.time);
  }

  private static @Nullable Object counted(
      Correlation correlation, Map<String, List<Object>> values) {
    List<String> names = correlation.condition().fields();
    if (correlation.type().isMetric()) {
      List<Object> found = values.get(names.getFirst());
      double number = found == null ? Double.NaN : EventFields.number(found.getFirst());
      return Double.isNaN(number) ? null : (Object) number;
    }
    List<String> texts = new ArrayList<>(names.size());
    for (String name : names) {
      List<Object> found = values.get(name);
      if (found == null) {
        return null;
      }
      texts.add(EventFields.text(found.getFirst()));
    }
    return texts;
  }

  private void trim() {
    Iterator<Group> oldest = groups.values().iterator();
    while ((groups.size() > limits.groups() || entries > limits.entries()) && oldest.hasNext()) {
      Group group = oldest.next();
      entries -= group.size();
      dropped += group.size();
      oldest.remove();
    }
  }

  private void advance(CorrelationSink sink) {
    long over = newest - lateness;
    if (over > nextClose) {
      close(over, sink);
    }
  }

  private void close(long over, CorrelationSink sink) {
    Queue<Heard> queue = new ArrayDeque<>();
    long next = Long.MAX_VALUE;
    for (Group group : new ArrayList<>(groups.values())) {
      while (group.size() > 0 && group.closesAt() < over) {
        int before = group.size();
        CorrelationMatch match = group.close();
        entries -= before - group.size();
        if (match != null) {
          emit(group.resolved, match, queue, sink);
        }
      }
      next = Math.min(next, group.closesAt());
    }
    groups.values().removeIf(group -> group.size() == 0);
    nextClose = next;
    for (Heard heard = queue.poll(); heard != null; heard = queue.poll()) {
      hear(heard, sink);
    }
  }
}
