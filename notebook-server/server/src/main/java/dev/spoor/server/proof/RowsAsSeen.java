package dev.spoor.server.proof;

import dev.spoor.host.recording.RecordingPart;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows of built-in artifacts back to the events that their sources saw, as far as the rows still
/// say it: so that what is stored can be replayed to a detection.
final class RowsAsSeen {
  private static final String SYSMON = "Microsoft-Windows-Sysmon/Operational";

  /// @param id the column that has the event id, or the id itself
  private record Log(String channel, String id) {}

  private static final Map<String, Log> LOGS =
      Map.of(
          "Windows.Detection.ProcessCreation", new Log(SYSMON, "ID"),
          "Windows.Detection.RegistryPersistence", new Log(SYSMON, "ID"),
          "Windows.Detection.NamedPipes", new Log(SYSMON, "ID"),
          "Windows.Detection.ProcessInjection/RemoteThread", new Log(SYSMON, "8"),
          "Windows.Detection.ProcessInjection/ProcessAccess", new Log(SYSMON, "10"),
          "Windows.Events.ServiceCreation", new Log("System", "EventID"));

  private RowsAsSeen() {}

  /// An event and the source that saw it.
  record Seen(RecordingPart part, Row row) {}

  /// The event of a row; null if the row does not say enough.
  static @Nullable Seen of(String artifact, Row row, String hostname) {
    switch (artifact) {
      case "Linux.Detection.ProcessCreation" -> {
        return new Seen(new RecordingPart("watch_processes", ""), row);
      }
      case "Linux.Events.Trackaccount" -> {
        return new Seen(new RecordingPart("watch_logons", ""), row);
      }
      default -> {}
    }
    if (LazyValue.force(row.get("System")) instanceof Row system
        && LazyValue.force(system.get("Channel")) != null) {
      Dict event = new Dict().with("System", system);
      for (String column : List.of("EventData", "UserData", "Message")) {
        if (row.has(column)) {
          event.set(column, row.get(column));
        }
      }
      return new Seen(log(LazyValue.force(system.get("Channel"))), event);
    }
    Log log = LOGS.get(artifact);
    if (log == null || !row.has("EventData")) {
      return null;
    }
    Object id =
        Character.isDigit(log.id().charAt(0))
            ? (Object) Long.parseLong(log.id())
            : LazyValue.force(row.get(log.id()));
    Dict system =
        new Dict()
            .with("EventID", new Dict().with("Value", id))
            .with("TimeCreated", new Dict().with("SystemTime", row.get("Timestamp")))
            .with("Channel", log.channel())
            .with("Computer", hostname);
    return new Seen(
        log(log.channel()),
        new Dict().with("System", system).with("EventData", row.get("EventData")));
  }

  private static RecordingPart log(@Nullable Object channel) {
    return new RecordingPart("watch_evtx", String.valueOf(channel));
  }
}
