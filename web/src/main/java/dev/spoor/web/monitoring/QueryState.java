package dev.spoor.web.monitoring;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import dev.spoor.server.monitoring.ServerQueryStatus;
import dev.spoor.vql.value.Json;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How the queries of one entry are doing: a line beside it, and below it, folded, the last rows
/// and the log.
final class QueryState extends Div {
  private final String artifact;
  private final Div line = new Div();
  private final Details rows = new Details();
  private final Details log = new Details();
  private final Pre rowText = new Pre();
  private final Pre logText = new Pre();
  private transient @Nullable List<ServerQueryStatus> last;

  QueryState(String artifact) {
    this.artifact = artifact;
    addClassName("query-state");
    line.addClassName("states");
    rows.add(rowText);
    log.add(logText);
    rowText.addClassName("lines");
    logText.addClassName("lines");
    rows.setVisible(false);
    log.setVisible(false);
    add(rows, log);
  }

  Div line() {
    return line;
  }

  void show(List<ServerQueryStatus> all) {
    List<ServerQueryStatus> mine =
        all.stream().filter(status -> status.artifact().equals(artifact)).toList();
    if (mine.equals(last)) {
      return;
    }
    last = mine;
    line.removeAll();
    for (ServerQueryStatus status : mine) {
      String icon = icon(status.state());
      Span word = new Span(new Icon(icon), new Span(words(status)));
      word.addClassNames("state", icon);
      line.add(word);
      String error = status.error();
      if (error != null && status.state().equals("error")) {
        Span why = new Span(Plain.text(error));
        why.addClassName("why");
        line.add(why);
      }
    }
    fill(
        rows,
        rowText,
        "Last rows",
        mine.stream()
            .flatMap(status -> status.lastRows().stream())
            .map(row -> Plain.text(Json.write(row)))
            .toList());
    fill(
        log,
        logText,
        "Log",
        mine.stream()
            .flatMap(status -> status.log().stream())
            .map(
                entry ->
                    Words.exact(entry.time())
                        + "  "
                        + entry.level()
                        + "  "
                        + Plain.text(entry.text()))
            .toList());
  }

  private static void fill(Details details, Pre text, String title, List<String> lines) {
    details.setVisible(!lines.isEmpty());
    details.setSummaryText(title + " " + Words.number(lines.size()));
    text.setText(lines.stream().collect(Collectors.joining("\n")));
  }

  private static String icon(String state) {
    return switch (state) {
      case "running" -> "ok";
      case "error" -> "error";
      case "pending" -> "run";
      default -> "none";
    };
  }

  private static String words(ServerQueryStatus status) {
    String source = status.source().isEmpty() ? "" : Plain.text(status.source()) + ": ";
    return source
        + switch (status.state()) {
          case "running" ->
              "Running, "
                  + Words.count(status.rows(), "row", "rows")
                  + (status.behind() > 0 ? ", " + Words.number(status.behind()) + " behind" : "");
          case "error" -> "Failed, tries again";
          case "pending" -> "Starting";
          default -> "Ended";
        };
  }
}
