package dev.spoor.server.event.retention;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import org.jspecify.annotations.Nullable;

/// For how long the events of an artifact are kept: by days, by bytes, or for ever when neither is
/// set. What comes first counts.
///
/// @param artifact full name, or empty for all that have no rule of their own
public record RetentionRule(String artifact, @Nullable Integer days, @Nullable Long bytes) {
  static final int MOST_DAYS = 36_500;

  public RetentionRule {
    if (artifact.length() > 256) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "the artifact's name is too long");
    }
    if (days != null && (days < 1 || days > MOST_DAYS)) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "days must be between 1 and " + MOST_DAYS);
    }
    if (bytes != null && bytes < 1 << 20) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "bytes must be at least 1 MiB");
    }
  }
}
