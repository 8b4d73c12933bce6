package dev.spoor.server.notebook.export;

import dev.spoor.server.alert.Alert;
import dev.spoor.server.alert.AlertEntity;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.notebook.CellType;
import dev.spoor.server.notebook.Notebooks;
import dev.spoor.server.notebook.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A notebook that begins where an alert ends: its time, its client, its account, as queries.
public final class AlertNotebook {
  private static final Duration BEFORE = Duration.ofMinutes(30);
  private static final Duration AFTER = Duration.ofMinutes(30);
  private static final int MAX_TITLE = 120;

  private AlertNotebook() {}

  /// The id of the new notebook.
  public static String create(Principal principal, Notebooks notebooks, Alert alert) {
    return notebooks.create(principal, draft(alert), null).id();
  }

  static Notebooks.Draft draft(Alert alert) {
    AlertEntity entity = alert.entity();
    ClientId client = entity.client();
    List<Notebooks.DraftCell> cells = new ArrayList<>();
    cells.add(
        new Notebooks.DraftCell(
            null,
            CellType.MARKDOWN,
            "# "
                + plain(alert.title())
                + "\n\nAlert `"
                + alert.id()
                + "`, rule `"
                + plain(alert.rule())
                + "`, "
                + alert.count()
                + (alert.count() == 1 ? " detection" : " detections")
                + " from "
                + alert.first()
                + " to "
                + alert.last()
                + "."));
    if (client != null) {
      cells.add(
          vql(
              "-- What was started on the client around it\n"
                  + "SELECT _EventTime, EventData.User AS User, EventData.ParentImage AS Parent,\n"
                  + "       EventData.CommandLine AS CommandLine\n"
                  + "FROM source(artifact=['Windows.Detection.ProcessCreation',\n"
                  + "                      'Linux.Detection.ProcessCreation'],\n"
                  + "            client_id="
                  + quoted(client.value())
                  + ")\nORDER BY _EventTime"));
    }
    if (!entity.account().isEmpty()) {
      cells.add(
          vql(
              "-- Where the account logged on\n"
                  + "SELECT EventTime, Hostname, EventID, LogonType, IpAddress\n"
                  + "FROM source(artifact=['Windows.Events.Trackaccount',\n"
                  + "                      'Linux.Events.Trackaccount'])\n"
                  + "WHERE TargetUserName = "
                  + quoted(entity.account())
                  + "\nORDER BY EventTime"));
    }
    if (!entity.keyValue().isEmpty() && entity.keyColumn().contains("CommandLine")) {
      cells.add(
          vql(
              "-- On which clients the same was seen\n"
                  + "SELECT Hostname, count() AS Times, min(item=_EventTime) AS First\n"
                  + "FROM source(artifact=['Windows.Detection.ProcessCreation',\n"
                  + "                      'Linux.Detection.ProcessCreation'])\n"
                  + "WHERE EventData.CommandLine = "
                  + quoted(entity.keyValue())
                  + "\nGROUP BY Hostname"));
    }
    String title = plain(alert.title());
    return new Notebooks.Draft(
        title.length() > MAX_TITLE ? title.substring(0, MAX_TITLE) : title,
        new TimeRange.Between(alert.first().minus(BEFORE), alert.last().plus(AFTER)),
        cells);
  }

  private static Notebooks.DraftCell vql(String text) {
    return new Notebooks.DraftCell(null, CellType.VQL, text);
  }

  /// A string of the language; what an event holds is never more than a string.
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c == '\n') {
                quoted.append("\\n");
              } else if (c == '\r') {
                quoted.append("\\r");
              } else if (c == '\t') {
                quoted.append("\\t");
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }

  /// One line without the marks of Markdown.
  private static String plain(String text) {
    return text.replaceAll("\\s+", " ").replaceAll("[`*_<>\\[\\]#|\\\\]", " ").strip();
  }
}
