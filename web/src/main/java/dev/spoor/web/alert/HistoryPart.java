package dev.spoor.web.alert;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.spoor.server.alert.Alert;
import dev.spoor.server.alert.AlertHistory;
import dev.spoor.server.alert.CloseReason;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;
import java.time.Instant;
import java.util.List;

/// What was done with an alert, the newest first.
final class HistoryPart extends Div {
  HistoryPart(AlertDesk desk, String alert) {
    addClassName("alert-block");
    List<AlertHistory> all = desk.alerts().history(desk.who(), alert);
    if (all.isEmpty()) {
      Span none = new Span("Nobody has done anything with it yet.");
      none.addClassNames("quiet", "small");
      add(none);
    }
    for (AlertHistory item : all) {
      Span who = new Span(name(item.author()));
      who.addClassName("strong");
      Span what = new Span(words(item) + (item.isUndone() ? " (taken back)" : ""));
      Span when = new Span(Words.exact(item.time()));
      when.addClassNames("quiet", "num");
      Div line = new Div(who, what, when);
      line.addClassName("history-line");
      add(line);
    }
  }

  private static String name(String author) {
    return author.equals("system")
        ? "Spoor"
        : AlertWords.cut(author.startsWith("user:") ? author.substring(5) : author);
  }

  private static String words(AlertHistory item) {
    Alert.Standing after = item.after();
    Instant until = after.until();
    CloseReason reason = after.reason();
    return switch (item.verb()) {
      case "acknowledge" -> "is on it";
      case "assign" -> "assigned it to " + Plain.text(String.valueOf(after.owner()));
      case "snooze" -> until == null ? "snoozed it" : "snoozed it until " + Words.exact(until);
      case "close" ->
          "closed it: "
              + (reason == null ? "" : reason.label())
              + (after.comment().isEmpty() ? "" : ", " + AlertWords.cut(after.comment()));
      case "reopen" -> "put it back";
      case "undo" -> "took that back";
      case "wake" -> "woke it";
      default -> item.verb();
    };
  }
}
