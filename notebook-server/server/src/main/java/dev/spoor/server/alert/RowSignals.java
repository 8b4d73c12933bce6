package dev.spoor.server.alert;

import dev.spoor.server.identity.ClientId;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.TimeText;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads from a row of a server alert artifact, or from what `alert()` is given, whom it is about:
/// columns that the field's artifacts use, the most telling first.
public final class RowSignals {
  /// Rows of artifacts of these names are alerts by themselves.
  private static final List<String> PREFIXES = List.of("Server.Alerts.", "Custom.Server.Alerts.");

  /// A row may come from a client whose clock is ahead; nobody's alert stays on top by that.
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private static final Map<String, String> TITLES =
      Map.of(
          "ProcessCreation", "Watched process started",
          "Trackaccount", "Tracked account logon",
          "PsExec", "PsExec service started");

  private static final List<List<String>> ACCOUNTS =
      List.of(
          List.of("TargetUserName"),
          List.of("EventData", "TargetUserName"),
          List.of("EventData", "User"),
          List.of("User"),
          List.of("UserName"),
          List.of("Username"),
          List.of("Account"),
          List.of("EventData", "SubjectUserName"));

  private static final List<List<String>> KEYS =
      List.of(
          List.of("EventData", "CommandLine"),
          List.of("CommandLine"),
          List.of("EventData", "TargetFilename"),
          List.of("IpAddress"),
          List.of("TargetWorkstationName"),
          List.of("SourceComputer"),
          List.of("EventData", "Image"),
          List.of("Image"),
          List.of("Hash"),
          List.of("FullPath"),
          List.of("Name"),
          List.of("Message"));

  private static final List<List<String>> TIMES =
      List.of(
          List.of("EventTime"),
          List.of("_EventTime"),
          List.of("EventData", "UtcTime"),
          List.of("UtcTime"),
          List.of("System", "TimeCreated", "SystemTime"),
          List.of("Timestamp"));

  private RowSignals() {}

  public static boolean areAlerts(String artifact) {
    return PREFIXES.stream().anyMatch(artifact::startsWith);
  }

  /// @param rule the artifact's name
  /// @param event the row's own event id if it names none
  public static AlertSignal ofRow(String rule, Row row, String event, Instant now) {
    return AlertSignal.of(
            rule,
            text(row, List.of("Title")).orElseGet(() -> title(rule)),
            severity(row).orElse(Severity.HIGH),
            entity(row),
            event(row).orElse(event),
            time(row, now))
        .withWhy(text(row, List.of("Why")).orElse(""))
        .withDelivery(text(row, List.of("Delivery")).orElse(null));
  }

  public static AlertEntity entity(Row row) {
    ClientId client =
        text(row, List.of("ClientId"))
            .or(() -> text(row, List.of("client_id")))
            .filter(ClientId::isValid)
            .map(ClientId::new)
            .filter(id -> !id.equals(ClientId.SERVER))
            .orElse(null);
    AlertEntity entity = AlertEntity.of(client, first(row, ACCOUNTS).map(Found::text).orElse(""));
    return first(row, KEYS)
        .map(key -> entity.withKey(String.join(".", key.path()), key.text()))
        .orElse(entity);
  }

  static Optional<Severity> severity(Row row) {
    return text(row, List.of("Severity"))
        .or(() -> text(row, List.of("severity")))
        .or(() -> text(row, List.of("Level")))
        .flatMap(Severity::find);
  }

  static Optional<String> event(Row row) {
    return text(row, List.of("SourceEvent")).or(() -> text(row, List.of("_EventId")));
  }

  static Instant time(Row row, Instant now) {
    for (List<String> path : TIMES) {
      Instant time = instant(value(row, path));
      if (time != null) {
        return time.isAfter(now.plus(AHEAD)) ? now : time;
      }
    }
    return now;
  }

  private static @Nullable Instant instant(@Nullable Object value) {
    return switch (value) {
      case Instant time -> time;
      case VqlString text -> {
        String plain = text.toString();
        // Sysmon's own form has a space and no zone
        yield TimeText.parse(
            plain.length() > 10 && plain.charAt(10) == ' ' && !plain.endsWith("Z")
                ? plain.replace(' ', 'T') + "Z"
                : plain);
      }
      case null, default -> null;
    };
  }

  private record Found(List<String> path, String text) {}

  private static Optional<Found> first(Row row, List<List<String>> paths) {
    for (List<String> path : paths) {
      Optional<String> text = text(row, path);
      if (text.isPresent()) {
        return Optional.of(new Found(path, text.get()));
      }
    }
    return Optional.empty();
  }

  static Optional<String> text(Row row, List<String> path) {
    Object value = value(row, path);
    if (value == null || value instanceof Row || value instanceof List<?>) {
      return Optional.empty();
    }
    String text = Values.toText(value);
    return text.isBlank() || text.equals("-") ? Optional.empty() : Optional.of(text);
  }

  private static @Nullable Object value(Row row, List<String> path) {
    return LazyValue.force(row.path(path));
  }

  /// `Server.Alerts.ProcessCreation` reads as words.
  static String title(String rule) {
    String last = rule.substring(rule.lastIndexOf('.') + 1);
    String known = TITLES.get(last);
    if (known != null) {
      return known;
    }
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < last.length(); i++) {
      char c = last.charAt(i);
      boolean starts =
          i > 0 && Character.isUpperCase(c) && Character.isLowerCase(last.charAt(i - 1));
      if (starts) {
        words.append(' ');
      }
      boolean isWord = starts && i + 1 < last.length() && Character.isLowerCase(last.charAt(i + 1));
      words.append(isWord ? Character.toLowerCase(c) : c);
    }
    return words.toString();
  }
}
