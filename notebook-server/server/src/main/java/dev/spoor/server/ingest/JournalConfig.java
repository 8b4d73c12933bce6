package dev.spoor.server.ingest;

import java.nio.file.Path;
import java.time.Duration;

/// Settings of the journal. Sizes are in bytes.
///
/// @param groupWindow how long the first batch of a group waits for others
/// @param groupBytes a group is written when it has grown to this
/// @param inboxBytes batches waiting for a group; beyond it `append` waits
/// @param preallocation how far ahead of the last record the file is filled with zeros
public record JournalConfig(
    Path folder,
    long segmentBytes,
    Duration groupWindow,
    long groupBytes,
    long inboxBytes,
    int preallocation) {

  public JournalConfig {
    if (segmentBytes < JournalFormat.HEADER_BYTES) {
      throw new IllegalArgumentException("a journal segment of " + segmentBytes + " bytes");
    }
    if (groupBytes <= 0 || inboxBytes <= 0 || preallocation < 0 || groupWindow.isNegative()) {
      throw new IllegalArgumentException("journal sizes and times must be positive");
    }
  }

  public static JournalConfig in(Path folder) {
    return new JournalConfig(folder, 256L << 20, Duration.ofMillis(2), 4 << 20, 32 << 20, 4 << 20);
  }
}
