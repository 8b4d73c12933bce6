package dev.spoor.wire;

import java.util.Objects;

/// The server will never take rows of that stream from this client: the agent drops them, counts
/// them and does not try again.
public record BatchReject(
    @BootText long boot, int stream, long firstSeq, long lastSeq, String reason)
    implements Message {
  public BatchReject {
    Objects.requireNonNull(reason);
  }
}
