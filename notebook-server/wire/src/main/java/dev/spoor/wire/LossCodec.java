package dev.spoor.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import tools.jackson.core.JacksonException;

/// A [Loss] as the JSON text of a row, with the column names that a query on `System.Events.Lost`
/// sees.
public final class LossCodec {
  private LossCodec() {}

  public static WireRow toRow(long emitNanos, Loss loss) {
    return new WireRow(
        emitNanos,
        WireJson.MAPPER.writeValueAsBytes(
            new Columns(
                loss.boot(),
                loss.stream(),
                loss.firstSeq(),
                loss.lastSeq(),
                loss.count(),
                loss.exact(),
                loss.cause(),
                loss.from(),
                loss.to())));
  }

  public static Loss parse(WireRow row) throws WireException {
    try {
      Columns columns = WireJson.MAPPER.readValue(row.json(), Columns.class);
      return new Loss(
          columns.boot,
          columns.stream,
          columns.firstSeq,
          columns.lastSeq,
          columns.count,
          columns.exact,
          columns.cause,
          columns.from,
          columns.to);
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      throw new WireException("loss row cannot be read: " + e.getMessage(), e);
    }
  }

  private record Columns(
      @JsonProperty("Boot") @BootText long boot,
      @JsonProperty("Stream") int stream,
      @JsonProperty("FirstSeq") long firstSeq,
      @JsonProperty("LastSeq") long lastSeq,
      @JsonProperty("Count") long count,
      @JsonProperty("Exact") boolean exact,
      @JsonProperty("Cause") String cause,
      @JsonProperty("From") Instant from,
      @JsonProperty("To") Instant to) {}
}
