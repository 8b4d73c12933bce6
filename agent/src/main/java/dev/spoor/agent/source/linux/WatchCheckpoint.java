package dev.spoor.agent.source.linux;

import dev.spoor.host.source.EventLoss;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far the watching came, kept once a second, so that after a crash the next agent can say what
/// it did not see: `kernel-boot-id serial epoch-millis`. Not thread-safe.
final class WatchCheckpoint {
  static final String CAUSE = "the agent was not watching";
  private static final Logger LOG = LoggerFactory.getLogger(WatchCheckpoint.class);

  /// What was handed on so shortly before the end may not have reached the disk.
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final Path file;
  private final String boot;
  private final @Nullable Kept before;

  private record Kept(String boot, long serial, long millis) {}

  WatchCheckpoint(Path file) {
    this.file = file;
    this.boot = bootId();
    this.before = read(file);
  }

  private static String bootId() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static @Nullable Kept read(Path file) {
    try {
      String[] words = Files.readString(file, StandardCharsets.US_ASCII).strip().split(" ", -1);
      return words.length == 3
          ? new Kept(words[0], Long.parseLong(words[1]), Long.parseLong(words[2]))
          : null;
    } catch (IOException | NumberFormatException e) {
      return null; // never watched, or a torn write
    }
  }

  /// What the agent before this one, or this one before it was stopped, did not see.
  ///
  /// @param firstSerial the first serial seen now, -1 for none
  Optional<EventLoss> missed(long firstSerial, Instant begun) {
    Kept kept = before;
    if (kept == null) {
      return Optional.empty();
    }
    boolean comparable = kept.boot.equals(boot) && kept.serial >= 0 && firstSerial > kept.serial;
    long count = comparable ? firstSerial - kept.serial - 1 : 0;
    Instant from = Instant.ofEpochMilli(kept.millis).minus(MARGIN);
    return Optional.of(
        new EventLoss(count, false, CAUSE, from.isBefore(begun) ? from : begun, begun));
  }

  void keep(long serial, Instant completeUpTo) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file, boot + " " + serial + " " + completeUpTo.toEpochMilli(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      LOG.warn("cannot keep how far the watching came: {}", e.getMessage());
    }
  }
}
