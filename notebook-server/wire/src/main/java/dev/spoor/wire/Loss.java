package dev.spoor.wire;

import java.time.Instant;
import java.util.Objects;

/// Rows that will never come, as a row of stream [EventBatch#LOSS_STREAM]; see [LossCodec] for its
/// text.
///
/// @param boot the boot of the rows that are lost
/// @param stream their stream
/// @param firstSeq first number of the lost rows, 0 when they were lost before they had one
/// @param lastSeq last number of the lost rows, 0 when they had none. The rows of the range that
///   did arrive are not lost: `count` says how many are
/// @param count how many rows, or kernel messages, were lost
/// @param exact whether exactly so many, or at most
/// @param cause why, in words; stable enough to group by
public record Loss(
    @BootText long boot,
    int stream,
    long firstSeq,
    long lastSeq,
    long count,
    boolean exact,
    String cause,
    Instant from,
    Instant to) {
  public Loss {
    if (stream < 0 || count < 0 || firstSeq < 0 || lastSeq < firstSeq) {
      throw new IllegalArgumentException(
          "no such loss: stream " + stream + " " + firstSeq + ".." + lastSeq + " count " + count);
    }
    Objects.requireNonNull(cause);
    Objects.requireNonNull(from);
    Objects.requireNonNull(to);
  }
}
