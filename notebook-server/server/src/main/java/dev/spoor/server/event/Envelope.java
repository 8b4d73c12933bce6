package dev.spoor.server.event;

import dev.spoor.server.identity.ClientId;
import dev.spoor.vql.value.VqlString;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the server knows of an event beside its row. Its columns come after those of the row:
///
/// - `ClientId`: the writer, whatever a row says that a client wrote; on a row of the server the
///   row's own, which is the subject
/// - `Hostname`: the row's own, else the registered name
/// - `_ts` ingest time in seconds, `_EventTime`, `_TimeFrom`, `_Source`, `_Writer`,
///   `_ArtifactVersion`, `_EventId`: never the row's own
/// - marks that are there only when true: `_HostnameDiffers`, `_ClientIdIgnored`, `_TimeAhead`
///   (more than five minutes ahead of the ingest time)
///
/// @param hostname the registered name; empty if none
/// @param subject the client that the event is about
public record Envelope(
    EventId id,
    long lsn,
    long eventTime,
    TimeOrigin timeOrigin,
    long ingestTime,
    String hostname,
    String artifact,
    int artifactVersion,
    ClientId subject) {
  public static final String CLIENT_ID = "ClientId";
  public static final String HOSTNAME = "Hostname";
  public static final String TS = "_ts";
  public static final String EVENT_TIME = "_EventTime";
  public static final String TIME_FROM = "_TimeFrom";
  public static final String SOURCE = "_Source";
  public static final String WRITER = "_Writer";
  public static final String ARTIFACT_VERSION = "_ArtifactVersion";
  public static final String EVENT_ID = "_EventId";
  public static final String HOSTNAME_DIFFERS = "_HostnameDiffers";
  public static final String CLIENT_ID_IGNORED = "_ClientIdIgnored";
  public static final String TIME_AHEAD = "_TimeAhead";

  /// The columns that every event has, in order.
  public static final List<String> COLUMNS =
      List.of(
          CLIENT_ID,
          HOSTNAME,
          TS,
          EVENT_TIME,
          TIME_FROM,
          SOURCE,
          WRITER,
          ARTIFACT_VERSION,
          EVENT_ID);

  /// The marks that an event has only when they are true.
  public static final List<String> MARKS = List.of(HOSTNAME_DIFFERS, CLIENT_ID_IGNORED, TIME_AHEAD);

  /// Columns that a row cannot set.
  static final Set<String> RESERVED =
      Set.of(
          TS,
          EVENT_TIME,
          TIME_FROM,
          SOURCE,
          WRITER,
          ARTIFACT_VERSION,
          EVENT_ID,
          HOSTNAME_DIFFERS,
          CLIENT_ID_IGNORED,
          TIME_AHEAD);

  private static final long AHEAD = 5 * 60 * 1_000_000_000L;

  public static Envelope of(AcceptedBatch batch, int index, ClientId subject) {
    AcceptedRow row = batch.rows().get(index);
    return new Envelope(
        batch.id(index),
        batch.firstLsn() + index,
        row.eventTime(),
        row.timeOrigin(),
        batch.ingestTime(),
        batch.hostname(),
        batch.artifact(),
        batch.artifactVersion(),
        subject);
  }

  /// The subject of a row: on rows of the server their own `ClientId` if it is one.
  public static ClientId subject(ClientId writer, @Nullable Object ownClientId) {
    return writer.equals(ClientId.SERVER)
            && ownClientId instanceof VqlString text
            && text.length() <= 18
            && ClientId.isValid(text.toString())
        ? new ClientId(text.toString())
        : writer;
  }

  public boolean isWrittenByServer() {
    return id.writer().equals(ClientId.SERVER);
  }

  boolean hostnameDiffers(@Nullable Object own) {
    return own instanceof VqlString text
        && !text.isEmpty()
        && !hostname.isEmpty()
        && !text.toString().equalsIgnoreCase(hostname);
  }

  boolean clientIdIsIgnored(@Nullable Object own) {
    return own != null
        && !isWrittenByServer()
        && !(own instanceof VqlString text && text.toString().equals(id.writer().value()));
  }

  boolean isTimeAhead() {
    return eventTime > ingestTime + AHEAD;
  }

  /// The columns of the row itself.
  @FunctionalInterface
  public interface Own {
    /// NULL if the row has none of that name.
    @Nullable Object get(String column);
  }

  public static boolean isEnvelope(String column) {
    return column.equals(CLIENT_ID) || column.equals(HOSTNAME) || RESERVED.contains(column);
  }

  /// The value of one of [#COLUMNS] or [#MARKS].
  public @Nullable Object value(String column, Own own) {
    return switch (column) {
      case CLIENT_ID -> {
        Object subjectText = isWrittenByServer() ? own.get(CLIENT_ID) : null;
        yield subjectText != null ? subjectText : text(id.writer().value());
      }
      case HOSTNAME -> {
        Object named = own.get(HOSTNAME);
        yield isAbsent(named) ? text(hostname) : named;
      }
      case TS -> (Object) Math.floorDiv(ingestTime, 1_000_000_000L);
      case EVENT_TIME -> TimeRange.instant(eventTime);
      case TIME_FROM -> text(timeOrigin.text());
      case SOURCE -> text(artifact);
      case WRITER -> text(id.writer().value());
      case ARTIFACT_VERSION -> (Object) (long) artifactVersion;
      case EVENT_ID -> text(id.toString());
      case HOSTNAME_DIFFERS -> hostnameDiffers(own.get(HOSTNAME)) ? true : null;
      case CLIENT_ID_IGNORED -> clientIdIsIgnored(own.get(CLIENT_ID)) ? true : null;
      case TIME_AHEAD -> isTimeAhead() ? true : null;
      default -> throw new IllegalArgumentException("not an envelope column: " + column);
    };
  }

  private static boolean isAbsent(@Nullable Object own) {
    return own == null || (own instanceof VqlString text && text.isEmpty());
  }

  private static @Nullable VqlString text(String value) {
    return value.isEmpty() ? null : VqlString.of(value);
  }
}
