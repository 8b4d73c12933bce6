package dev.spoor.host.recording;

import dev.spoor.evtx.plugin.ValueStyle;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.TimeText;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Windows events as collectors write them (NXLog and Winlogbeat, flat; `evtx_dump`) in the shape
/// that `parse_evtx` gives: `System` with `EventID.Value`, `EventData`, `Message`.
final class WindowsShape {
  /// What a collector adds to a flat event, and what goes into `System`.
  private static final Set<String> NOT_DATA =
      Set.of(
          "@timestamp",
          "@version",
          "AccountName",
          "AccountType",
          "ActivityID",
          "Category",
          "Channel",
          "Computer",
          "Domain",
          "EventID",
          "EventReceivedTime",
          "EventTime",
          "EventType",
          "ExecutionProcessID",
          "Hostname",
          "Keywords",
          "Level",
          "Message",
          "Opcode",
          "OpcodeValue",
          "ProviderGuid",
          "RecordNumber",
          "Severity",
          "SeverityValue",
          "SourceModuleName",
          "SourceModuleType",
          "SourceName",
          "Task",
          "ThreadID",
          "TimeCreated",
          "UserID",
          "Version",
          "host",
          "port",
          "tags");

  /// Fields of events that are numbers in an event log and text in what collectors write.
  private static final Set<String> NUMBERS =
      Set.of(
          "DestinationPort",
          "GrantedAccess",
          "IpPort",
          "KeyLength",
          "LogonType",
          "NewProcessId",
          "ParentProcessId",
          "ProcessId",
          "SourcePort",
          "SourceProcessId",
          "TargetProcessId",
          "TerminalSessionId");

  private WindowsShape() {}

  /// The event in the one shape; null if the row is no Windows event.
  static @Nullable Row of(Row row, ValueStyle style) {
    if (plain(row.get("Event")) instanceof Row inner && inner.has("System")) {
      return shaped(inner);
    }
    if (plain(row.get("System")) instanceof Row) {
      return shaped(row);
    }
    if (plain(row.get("winlog")) instanceof Row winlog) {
      return winlogbeat(row, winlog, style);
    }
    return row.has("Channel") && row.has("EventID") ? flat(row, style) : null;
  }

  /// The channel of an event in the one shape; empty if it does not say.
  static String channel(Row event) {
    return text(event.path(List.of("System", "Channel")));
  }

  /// When an event in the one shape happened.
  static @Nullable Instant time(Row event) {
    return instant(event.path(List.of("System", "TimeCreated", "SystemTime")));
  }

  static @Nullable Instant instant(@Nullable Object value) {
    return switch (value) {
      case Instant time -> time;
      case VqlString text -> TimeText.parse(text.toString());
      case Double seconds -> ofSeconds(seconds);
      case Long seconds -> Instant.ofEpochSecond(seconds);
      case null, default -> null;
    };
  }

  private static Instant ofSeconds(double seconds) {
    long whole = (long) Math.floor(seconds);
    return Instant.ofEpochSecond(whole, Math.round((seconds - whole) * 1e9));
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return LazyValue.force(value);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  /// `evtx_dump` writes attributes apart and an id as a plain number.
  private static Row shaped(Row event) {
    Dict out = new Dict();
    event.forEach(
        (name, value) -> {
          Object known = plain(value);
          if (name.equals("System") && known instanceof Row system) {
            out.set(name, system(system));
          } else if ((name.equals("EventData") || name.equals("UserData"))
              && known instanceof Row data) {
            out.set(name, withoutAttributes(data));
          } else if (!name.startsWith("#")) {
            out.set(name, known);
          }
        });
    return out;
  }

  private static Dict system(Row system) {
    Dict out = new Dict();
    system.forEach(
        (name, value) -> {
          Object known = plain(value);
          if (known instanceof Row nested) {
            known = withoutAttributes(nested);
          } else if (name.equals("EventID")) {
            known = new Dict().with("Value", number(known));
          } else if (known instanceof VqlString && SYSTEM_NUMBERS.contains(name)) {
            known = number(known);
          }
          out.set(name, known);
        });
    return out;
  }

  private static final Set<String> SYSTEM_NUMBERS =
      Set.of("Version", "Level", "Task", "Opcode", "EventRecordID");

  private static Dict withoutAttributes(Row row) {
    Dict out = new Dict();
    row.forEach(
        (name, value) -> {
          Object known = plain(value);
          if (name.equals("#attributes") && known instanceof Row attributes) {
            attributes.forEach((n, v) -> out.set(n, time(n, plain(v))));
          } else if (name.equals("#text")) {
            out.set("Value", number(known));
          } else if (!name.startsWith("#")) {
            out.set(name, time(name, known));
          }
        });
    return out;
  }

  /// Times of `System` are seconds, as event logs give them.
  private static @Nullable Object time(String name, @Nullable Object value) {
    Instant time = name.equals("SystemTime") ? instant(value) : null;
    return time == null ? value : seconds(time);
  }

  private static double seconds(Instant time) {
    return time.getEpochSecond() + time.getNano() / 1e9;
  }

  private static @Nullable Object number(@Nullable Object value) {
    if (value instanceof VqlString text) {
      String digits = text.toString().strip();
      try {
        return digits.startsWith("0x")
            ? Long.parseLong(digits.substring(2), 16)
            : Long.parseLong(digits);
      } catch (NumberFormatException e) {
        return value;
      }
    }
    return value;
  }

  private static Row winlogbeat(Row row, Row winlog, ValueStyle style) {
    Dict system =
        system(
            winlog.get("channel"),
            winlog.get("event_id"),
            winlog.get("provider_name"),
            winlog.get("provider_guid"),
            winlog.get("record_id"),
            winlog.get("computer_name"),
            instant(plain(row.get("@timestamp"))));
    Dict data = new Dict();
    if (plain(winlog.get("event_data")) instanceof Row fields) {
      fields.forEach((name, value) -> data.set(name, field(name, plain(value), style)));
    }
    Dict out = new Dict().with("System", system).with("EventData", data);
    Object message = plain(row.get("message"));
    return message == null ? out : out.with("Message", message);
  }

  private static Row flat(Row row, ValueStyle style) {
    Instant time = instant(plain(row.get("@timestamp")));
    if (time == null) {
      Object written = plain(row.get("EventTime"));
      // NXLog writes local times without a zone; what it was is not known
      time =
          written instanceof VqlString text
              ? TimeText.parse(text.toString().strip().replace(' ', 'T') + "Z")
              : instant(written);
    }
    if (time == null) {
      time = instant(plain(row.get("EventTime")));
    }
    if (time == null && plain(row.get("UtcTime")) instanceof VqlString text) {
      time = TimeText.parse(text.toString().strip().replace(' ', 'T') + "Z");
    }
    Dict system =
        system(
            row.get("Channel"),
            row.get("EventID"),
            row.get("SourceName"),
            row.get("ProviderGuid"),
            row.get("RecordNumber"),
            row.has("Hostname") ? row.get("Hostname") : row.get("Computer"),
            time);
    Dict data = new Dict();
    row.forEach(
        (name, value) -> {
          if (!NOT_DATA.contains(name) || isOfEvent(name, row)) {
            data.set(name, field(name, plain(value), style));
          }
        });
    Dict out = new Dict().with("System", system).with("EventData", data);
    Object message = plain(row.get("Message"));
    return message == null ? out : out.with("Message", message);
  }

  /// Fields that the collector has under the same name as some events.
  private static boolean isOfEvent(String name, Row row) {
    Object value = plain(row.get(name));
    return switch (name) {
      case "EventType" -> value != null && !COLLECTED_TYPES.contains(value.toString());
      case "AccountName" -> !row.has("AccountType");
      default -> false;
    };
  }

  private static final Set<String> COLLECTED_TYPES =
      Set.of("AUDIT_FAILURE", "AUDIT_SUCCESS", "CRITICAL", "ERROR", "INFO", "VERBOSE", "WARNING");

  /// Rules compare hexadecimal numbers as they are shown.
  private static @Nullable Object field(String name, @Nullable Object value, ValueStyle style) {
    boolean shown = style == ValueStyle.SHOWN && value != null && value.toString().startsWith("0x");
    return NUMBERS.contains(name) && !shown ? number(value) : value;
  }

  private static Dict system(
      @Nullable Object channel,
      @Nullable Object eventId,
      @Nullable Object provider,
      @Nullable Object guid,
      @Nullable Object record,
      @Nullable Object computer,
      @Nullable Instant time) {
    Dict out = new Dict();
    Dict from = new Dict().with("Name", provider);
    if (guid != null) {
      from.set("Guid", VqlString.of(guid.toString().replace("{", "").replace("}", "")));
    }
    out.set("Provider", from);
    out.set("EventID", new Dict().with("Value", number(plain(eventId))));
    if (time != null) {
      out.set("TimeCreated", new Dict().with("SystemTime", Values.of(seconds(time))));
    }
    out.set("EventRecordID", number(plain(record)));
    Object name = plain(channel);
    out.set("Channel", name == null ? null : VqlString.of(spelled(name.toString())));
    out.set("Computer", plain(computer));
    return out;
  }

  /// Some collectors write the names of channels in lower case.
  private static String spelled(String channel) {
    return CLASSIC.getOrDefault(channel, channel);
  }

  private static final Map<String, String> CLASSIC =
      Map.of("security", "Security", "system", "System", "application", "Application");
}
