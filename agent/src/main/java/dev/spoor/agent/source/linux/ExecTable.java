package dev.spoor.agent.source.linux;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The last thing that each process executed, from audit and, for those that are older or only
/// forked, from `/proc`: so a child knows its parent although the parent may be gone. Bounded in
/// entries and bytes, the least recently used go first. Not thread-safe.
final class ExecTable {
  private static final long TRUST_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long START_SLACK_MILLIS = 2000; // boot time is known to the second
  private static final int ENTRY_COST = 200;

  private static final class Entry {
    private final ProcessExecution execution;
    private long checked;

    Entry(ProcessExecution execution, long checked) {
      this.execution = execution;
      this.checked = checked;
    }

    long cost() {
      long cost = ENTRY_COST;
      for (byte[] argument : execution.argv()) {
        cost += argument.length + 24;
      }
      return cost;
    }
  }

  private final ProcFiles proc;
  private final int maxEntries;
  private final long maxBytes;
  private final LinkedHashMap<Integer, Entry> entries = new LinkedHashMap<>(256, 0.75f, true);
  private long bytes;

  ExecTable(ProcFiles proc, int maxEntries, long maxBytes) {
    this.proc = proc;
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  /// Notes all processes that live now.
  void snapshot() {
    for (int pid : proc.pids()) {
      ProcessExecution execution = proc.find(pid);
      if (execution != null && !entries.containsKey(pid)) {
        put(execution);
      }
    }
  }

  void put(ProcessExecution execution) {
    Entry entry = new Entry(execution, System.nanoTime());
    Entry before = entries.put(execution.pid(), entry);
    bytes += entry.cost() - (before == null ? 0 : before.cost());
    Iterator<Map.Entry<Integer, Entry>> oldest = entries.entrySet().iterator();
    while ((entries.size() > maxEntries || bytes > maxBytes) && oldest.hasNext()) {
      bytes -= oldest.next().getValue().cost();
      oldest.remove();
    }
  }

  /// What the process with this id runs, or ran last; null when nobody knows.
  @Nullable ProcessExecution find(int pid) {
    if (pid <= 0) {
      return null;
    }
    Entry entry = entries.get(pid);
    long now = System.nanoTime();
    if (entry != null && now - entry.checked < TRUST_NANOS) {
      return entry.execution;
    }
    if (entry != null && !isReused(entry.execution)) {
      entry.checked = now;
      return entry.execution;
    }
    ProcessExecution living = proc.find(pid);
    if (living != null) {
      put(living);
    }
    return living;
  }

  /// Whether the id belongs to a process that began after this execution.
  private boolean isReused(ProcessExecution execution) {
    long start = proc.startMillis(execution.pid());
    return start > execution.millis() + START_SLACK_MILLIS;
  }

  int size() {
    return entries.size();
  }
}
