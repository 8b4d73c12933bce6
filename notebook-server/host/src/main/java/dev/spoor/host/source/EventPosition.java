package dev.spoor.host.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// How far a source had come: what happened before `time` was handed on, or counted as lost.
///
/// @param epoch within which `serial` counts, for example one run of a kernel; empty for none
/// @param serial number of the last event of the source that was handed on; -1 when it has none
public record EventPosition(Instant time, String epoch, long serial) {
  public EventPosition {
    if (epoch.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("an epoch with a space: " + epoch);
    }
  }

  /// A source without numbers.
  public static EventPosition at(Instant time) {
    return new EventPosition(time, "", -1);
  }

  /// As text that [#parse] reads.
  public String text() {
    return time + " " + serial + " " + epoch;
  }

  public static Optional<EventPosition> parse(String text) {
    String[] words = text.split(" ", -1);
    try {
      return words.length == 3
          ? Optional.of(
              new EventPosition(Instant.parse(words[0]), words[2], Long.parseLong(words[1])))
          : Optional.empty();
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
