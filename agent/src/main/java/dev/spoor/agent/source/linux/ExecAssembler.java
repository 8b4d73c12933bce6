package dev.spoor.agent.source.linux;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Joins the records of one audit serial to process executions, emits each at its end record, and
/// counts what is missing: serials that never came and events that never ended. Not thread-safe.
final class ExecAssembler {
  private static final int MAX_OPEN = 2048;
  private static final long MAX_OPEN_AGE_TICKS = 2;

  /// Takes what was assembled.
  interface Output {
    void execution(ProcessExecution execution);

    /// `count` audit events between these two moments (wall clock, ms) are missing.
    void lost(long count, String cause, long fromMillis, long toMillis);
  }

  private record Open(PartialEvent event, long tick) {}

  private final Output output;
  private final SerialGaps gaps = new SerialGaps();
  private final Map<Long, Open> open = new LinkedHashMap<>();
  private long ticks;
  private long lastMillis;
  private long wholeUntilMillis;

  ExecAssembler(Output output) {
    this.output = output;
  }

  void record(int type, byte[] bytes, int from, int end) {
    AuditText head = AuditText.parse(bytes, from, end);
    if (head == null) {
      return; // the ping of a would-be owner, or something that is not a record
    }
    note(head);
    switch (type) {
      case AuditRecords.SYSCALL -> event(head).systemCall(fields(bytes, head, end));
      case AuditRecords.EXECVE -> event(head).arguments(fields(bytes, head, end));
      case AuditRecords.CWD -> event(head).directory(fields(bytes, head, end));
      case AuditRecords.END -> {
        Open done = open.remove(head.serial());
        if (done != null) {
          emit(done.event());
        }
      }
      default -> {}
    }
  }

  private void note(AuditText head) {
    if (!gaps.hasHoles()) {
      wholeUntilMillis = lastMillis == 0 ? head.millis() : lastMillis;
    }
    lastMillis = Math.max(lastMillis, head.millis());
    loss(gaps.seen(head.serial()));
  }

  private void loss(long count) {
    if (count > 0) {
      output.lost(count, "gap in the kernel's audit serials", wholeUntilMillis, lastMillis);
    }
  }

  private static AuditFields fields(byte[] bytes, AuditText head, int end) {
    return new AuditFields(bytes, head.body(), end);
  }

  private PartialEvent event(AuditText head) {
    Open known = open.get(head.serial());
    if (known != null) {
      return known.event();
    }
    if (open.size() >= MAX_OPEN) {
      Iterator<Open> oldest = open.values().iterator();
      PartialEvent stale = oldest.next().event();
      oldest.remove();
      emit(stale);
    }
    PartialEvent event = new PartialEvent(head.millis(), head.serial());
    open.put(head.serial(), new Open(event, ticks));
    return event;
  }

  private void emit(PartialEvent event) {
    if (!event.isExec()) {
      return;
    }
    if (event.isComplete()) {
      output.execution(event.finish());
    } else {
      output.lost(1, "audit event with records missing", event.millis(), event.millis());
    }
  }

  /// To be called about once a second: gives up holes and events that did not end.
  void tick() {
    ticks++;
    loss(gaps.tick());
    Iterator<Open> oldest = open.values().iterator();
    while (oldest.hasNext()) {
      Open next = oldest.next();
      if (ticks - next.tick() <= MAX_OPEN_AGE_TICKS) {
        break;
      }
      oldest.remove();
      emit(next.event());
    }
  }

  /// At the end: what is still open is emitted or counted.
  void finish() {
    loss(gaps.tick());
    loss(gaps.tick());
    for (Open rest : open.values()) {
      emit(rest.event());
    }
    open.clear();
  }

  /// Every event with a serial up to this was emitted or counted; -1 before the first.
  long doneSerial() {
    long done = gaps.accountedFor();
    for (long serial : open.keySet()) {
      done = Math.min(done, serial - 1);
    }
    return done;
  }

  /// Whether nothing is missing and nothing is unfinished.
  boolean isWhole() {
    return !gaps.hasHoles() && open.isEmpty();
  }

  /// Wall clock, ms: no event from before that has been seen is still missing a part.
  long wholeMillis() {
    long whole = gaps.hasHoles() ? wholeUntilMillis : lastMillis;
    for (Open waiting : open.values()) {
      whole = Math.min(whole, waiting.event().millis());
    }
    return whole;
  }

  /// The first serial seen, -1 before it.
  long firstSerial() {
    return gaps.first();
  }

  /// The highest serial seen, -1 before the first.
  long highestSerial() {
    return gaps.highest();
  }
}
