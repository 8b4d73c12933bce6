package dev.spoor.server.alert;

import dev.spoor.server.event.Envelope;
import dev.spoor.server.event.Event;
import dev.spoor.server.event.EventPredicate;
import dev.spoor.server.event.TimeRange;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says in one line what an event is, and what other events share with it.
final class EventWords {
  private static final int MAX_TEXT = 500;
  private static final List<List<String>> ACCOUNTS =
      List.of(
          List.of("TargetUserName"),
          List.of("EventData", "TargetUserName"),
          List.of("EventData", "User"),
          List.of("User"));
  private static final List<String> WORDLESS =
      List.of("SYSTEM", "root", "NT AUTHORITY\\SYSTEM", "LOCAL SERVICE", "NETWORK SERVICE");

  private final Event event;
  private final String account;
  private final @Nullable Object process;
  private final @Nullable Object parent;
  private final String task;

  EventWords(Event event) {
    this.event = event;
    this.account = account(event);
    this.process = at(event, "EventData", "ProcessId");
    this.parent = at(event, "EventData", "ParentProcessId");
    this.task = task(text(event, "EventData", "CommandLine"));
  }

  /// Of the event; empty where it would find everything.
  String account() {
    return WORDLESS.contains(account) ? "" : account;
  }

  static EventPredicate ofAccount(String account) {
    List<EventPredicate> any =
        ACCOUNTS.stream()
            .<EventPredicate>map(path -> new EventPredicate.Equal(path, VqlString.of(account)))
            .toList();
    return new EventPredicate.Or(any);
  }

  private static String account(Row row) {
    for (List<String> path : ACCOUNTS) {
      Optional<String> text = RowSignals.text(row, path);
      if (text.isPresent()) {
        return text.get();
      }
    }
    return "";
  }

  /// The event as the client's system numbers it: one that comes in two streams is one.
  static String nativeId(Event event) {
    Object id = event.get("_NativeId");
    return id == null ? event.id().toString() : event.subject() + "/" + Values.toText(id);
  }

  NearEvent near(Event other) {
    boolean isThis = other.id().equals(event.id());
    String kind = kind(other);
    return new NearEvent(
        other.id().toString(),
        Duration.ofNanos(other.eventTime() - event.eventTime()),
        kind,
        other.subject(),
        Values.toText(other.get("Hostname")),
        other.artifact(),
        cut(line(other, kind)),
        isThis ? "" : why(other),
        isThis);
  }

  private String why(Event other) {
    boolean sameHost = other.subject().equals(event.subject());
    Object otherProcess = at(other, "EventData", "ProcessId");
    Object otherParent = at(other, "EventData", "ParentProcessId");
    if (sameHost && process != null && Values.equal(process, otherParent)) {
      return "child";
    }
    if (sameHost && parent != null && Values.equal(parent, otherProcess)) {
      return "parent";
    }
    if (sameHost && parent != null && Values.equal(parent, otherParent)) {
      return "same parent";
    }
    if (!task.isEmpty() && line(other, kind(other)).contains(task)) {
      return "task";
    }
    if (!account().isEmpty() && account.equals(account(other))) {
      return "account";
    }
    return "";
  }

  /// The name after `/TN`: what is made by one event is run by the next.
  private static String task(String commandLine) {
    String[] words = commandLine.split("\\s+", -1);
    for (int i = 0; i + 1 < words.length; i++) {
      if (words[i].equalsIgnoreCase("/tn") && words[i + 1].length() > 3) {
        return words[i + 1];
      }
    }
    return "";
  }

  static String kind(Row row) {
    if (at(row, "EventData", "CommandLine") != null || at(row, "EventData", "Image") != null) {
      return at(row, "EventData", "TargetFilename") != null
          ? "file"
          : at(row, "EventData", "DestinationIp") != null ? "network" : "process";
    }
    if (row.get("LogonType") != null || at(row, "EventData", "LogonType") != null) {
      return "logon";
    }
    return "event";
  }

  private static String line(Row row, String kind) {
    return switch (kind) {
      case "process" -> or(text(row, "EventData", "CommandLine"), text(row, "EventData", "Image"));
      case "file" -> text(row, "EventData", "TargetFilename");
      case "network" ->
          text(row, "EventData", "DestinationIp") + ":" + text(row, "EventData", "DestinationPort");
      case "logon" -> logon(row.get("LogonType") == null ? data(row) : row, row);
      default -> own(row);
    };
  }

  /// The columns of the row itself.
  private static String own(Row row) {
    Dict own = new Dict(row.size());
    for (String column : row.columns()) {
      if (!Envelope.isEnvelope(column)) {
        own.set(column, row.get(column));
      }
    }
    return Json.write(own);
  }

  private static String logon(Row row, Row event) {
    String id = text(event, "EventID");
    String from = or(text(row, "IpAddress"), text(row, "TargetWorkstationName"));
    return account(event)
        + (id.equals("4625") ? ", refused" : "")
        + ", type "
        + text(row, "LogonType")
        + (from.isEmpty() ? "" : ", from " + from);
  }

  private static Row data(Row row) {
    return LazyValue.force(row.get("EventData")) instanceof Row data ? data : row;
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  static @Nullable Object at(Row row, String... path) {
    return LazyValue.force(row.path(List.of(path)));
  }

  static String text(Row row, String... path) {
    Object value = at(row, path);
    return value == null ? "" : Values.toText(value);
  }

  static String cut(String text) {
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text;
  }

  static Instant time(Event event) {
    return TimeRange.instant(event.eventTime());
  }
}
