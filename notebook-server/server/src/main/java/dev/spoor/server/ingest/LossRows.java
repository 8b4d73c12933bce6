package dev.spoor.server.ingest;

import dev.spoor.server.event.AcceptedRow;
import dev.spoor.server.event.TimeOrigin;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.ClientId;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import dev.spoor.wire.Boot;
import dev.spoor.wire.EventBatch;
import dev.spoor.wire.Loss;
import dev.spoor.wire.LossCodec;
import dev.spoor.wire.WireException;
import dev.spoor.wire.WireRow;
import java.util.Optional;

/// Rows that will never come, as rows of an artifact of their own.
final class LossRows {
  static final String ARTIFACT = "System.Events.Lost";

  private LossRows() {}

  /// The stream under which an agent reports its losses.
  static StreamInfo agentStream(ClientId client) {
    return new StreamInfo(EventBatch.LOSS_STREAM, client, ARTIFACT, 1, "", "");
  }

  static Optional<Loss> parse(WireRow row) {
    try {
      return Optional.of(LossCodec.parse(row));
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  static AcceptedRow row(Loss loss, long emitTime, Optional<StreamInfo> stream) {
    return new AcceptedRow(
        json(loss, stream), emitTime, TimeRange.nanos(loss.to()), TimeOrigin.KNOWN_FIELD);
  }

  static byte[] json(Loss loss, Optional<StreamInfo> stream) {
    Dict row =
        Dict.of()
            .with("Artifact", stream.map(StreamInfo::fullName).orElse(null))
            .with("Stream", (long) loss.stream())
            .with("Boot", Boot.text(loss.boot()))
            .with("FirstSeq", loss.firstSeq())
            .with("LastSeq", loss.lastSeq())
            .with("Count", loss.count())
            .with("Exact", loss.exact())
            .with("Cause", loss.cause())
            .with("From", loss.from())
            .with("To", loss.to());
    return Json.writeBytes(row);
  }
}
