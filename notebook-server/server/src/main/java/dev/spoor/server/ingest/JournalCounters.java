package dev.spoor.server.ingest;

import java.util.concurrent.atomic.LongAdder;

/// What went through the journal since it was started. `accepted + duplicates` = rows answered.
/// Thread-safe.
public final class JournalCounters {
  final LongAdder accepted = new LongAdder();
  final LongAdder duplicates = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder failedGroups = new LongAdder();

  void count(Journal.Appended appended, long recordBytes) {
    accepted.add(appended.accepted());
    duplicates.add(appended.duplicates());
    if (appended.accepted() > 0) {
      bytes.add(recordBytes);
    }
  }

  public long accepted() {
    return accepted.sum();
  }

  public long duplicates() {
    return duplicates.sum();
  }

  public long bytes() {
    return bytes.sum();
  }

  public long failedGroups() {
    return failedGroups.sum();
  }
}
