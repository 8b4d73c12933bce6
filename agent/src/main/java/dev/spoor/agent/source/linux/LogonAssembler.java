package dev.spoor.agent.source.linux;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Joins the several records that programs write about one logon to one [Logon]. A session that was
/// opened is a logon; a refused authentication or account is a failed one. Two things need a moment
/// of waiting: the terminal of an ssh session is told after its start, and ssh's own note of a
/// failure counts only where no authentication record tells of the same. Not thread-safe.
final class LogonAssembler {
  /// How long the start of an ssh session waits for its terminal.
  static final long TERMINAL_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  /// How long ssh's own note of a failure waits for an authentication record.
  static final long FAILURE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long SAME_FAILURE_MILLIS = 15_000;
  private static final int MAX_WAITING = 4096;

  private record Waiting(UserRecord record, long since) {}

  private final Consumer<Logon> output;
  private final Map<Long, Waiting> sessions = new LinkedHashMap<>();
  private final Map<Integer, Waiting> failures = new LinkedHashMap<>();
  private final Map<Long, Boolean> told = recent();
  private final Map<String, Long> refused = recent();

  LogonAssembler(Consumer<Logon> output) {
    this.output = output;
  }

  private static <K, V> Map<K, V> recent() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MAX_WAITING;
      }
    };
  }

  /// @param now [System#nanoTime]
  void record(UserRecord record, long now) {
    switch (record.type()) {
      case UserRecord.AUTHENTICATION, UserRecord.ACCOUNT -> {
        if (!record.success()) {
          refused.remove(from(record));
          refused.put(from(record), record.millis());
          emit(record, null);
        }
      }
      case UserRecord.SESSION_START -> start(record, now);
      case UserRecord.SESSION_END -> end(record);
      case UserRecord.LOGIN -> login(record, now);
      default -> {}
    }
  }

  private void start(UserRecord record, long now) {
    if (!record.success() || !Logon.isSsh(record.programName())) {
      emit(record, null);
      return;
    }
    told.put(session(record), true);
    if (sessions.size() >= MAX_WAITING) {
      emitFirst(sessions.values().iterator());
    }
    Waiting before = sessions.put(session(record), new Waiting(record, now));
    if (before != null) {
      emit(before.record(), null);
    }
  }

  private void end(UserRecord record) {
    Waiting start = sessions.remove(session(record));
    if (start != null) {
      emit(start.record(), null);
    }
  }

  private void login(UserRecord record, long now) {
    if (!record.success()) {
      if (failures.size() >= MAX_WAITING) {
        expire(failures.values().iterator());
      }
      failures.putIfAbsent(record.pid(), new Waiting(record, now));
      return;
    }
    String terminal = record.terminal();
    String tty = terminal != null && terminal.startsWith("/dev/") ? terminal.substring(5) : null;
    Waiting start = sessions.remove(session(record));
    if (start != null) {
      emit(start.record(), tty);
    } else if (told.put(session(record), true) == null) {
      emit(record, tty); // a program that opens no session through PAM
    }
  }

  /// To be called often: lets go what waited long enough.
  void tick(long now) {
    Iterator<Waiting> starts = sessions.values().iterator();
    while (starts.hasNext()) {
      Waiting next = starts.next();
      if (now - next.since() < TERMINAL_NANOS) {
        break;
      }
      starts.remove();
      emit(next.record(), null);
    }
    Iterator<Waiting> notes = failures.values().iterator();
    while (notes.hasNext()) {
      Waiting next = notes.next();
      if (now - next.since() < FAILURE_NANOS) {
        break;
      }
      notes.remove();
      note(next.record());
    }
  }

  /// Whether something waits, so that the next [#tick] should come soon.
  boolean isWaiting() {
    return !sessions.isEmpty();
  }

  /// The record that waits for longest; null when none does.
  @Nullable UserRecord oldest() {
    UserRecord oldest = null;
    for (Map<?, Waiting> waiting : List.of(sessions, failures)) {
      Iterator<Waiting> first = waiting.values().iterator();
      if (first.hasNext()) {
        UserRecord record = first.next().record();
        oldest = oldest == null || record.serial() < oldest.serial() ? record : oldest;
      }
    }
    return oldest;
  }

  /// At the end: what still waits is let go.
  void finish() {
    sessions.values().forEach(waiting -> emit(waiting.record(), null));
    sessions.clear();
    failures.values().forEach(waiting -> note(waiting.record()));
    failures.clear();
  }

  private void emitFirst(Iterator<Waiting> waiting) {
    UserRecord record = waiting.next().record();
    waiting.remove();
    emit(record, null);
  }

  private void expire(Iterator<Waiting> waiting) {
    UserRecord record = waiting.next().record();
    waiting.remove();
    note(record);
  }

  private void note(UserRecord record) {
    Long same = refused.get(from(record));
    if (same == null || Math.abs(record.millis() - same) > SAME_FAILURE_MILLIS) {
      emit(record, null);
    }
  }

  private void emit(UserRecord record, @Nullable String tty) {
    output.accept(new Logon(record, tty));
  }

  /// A login session by its number; by its process where there is none.
  private static long session(UserRecord record) {
    return record.ses() >= 0 ? record.ses() : -1L - record.pid();
  }

  private static String from(UserRecord record) {
    return record.programName() + " " + record.address();
  }
}
