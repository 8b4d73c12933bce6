package dev.spoor.wire;

import java.util.List;
import java.util.Objects;

/// The server's answer to [Hello]. The agent sends rows only after it.
///
/// @param clientId who the server takes the agent for
/// @param epoch changes when the server was restored from a backup; the agent then reports as loss
///   what was acknowledged and is missing
/// @param clockSkewMillis the agent's clock minus the server's
/// @param positions for each boot of the Hello and each of its streams: the last row that is
///   durable on the server
/// @param tableVersion version of the monitoring table meant for this client; when it differs from
///   the Hello's, a [MonitoringUpdate] follows
public record Welcome(
    int protocol,
    String clientId,
    String epoch,
    long clockSkewMillis,
    List<Position> positions,
    long tableVersion)
    implements Message {
  public Welcome {
    Objects.requireNonNull(clientId);
    Objects.requireNonNull(epoch);
    positions = List.copyOf(positions);
  }

  /// The last durable row of one stream of one boot.
  public record Position(String boot, int stream, long lastSeq) {
    public Position {
      Boot.parse(boot);
    }
  }
}
