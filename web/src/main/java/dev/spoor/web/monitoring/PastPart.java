package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.function.SerializableConsumer;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.monitoring.PastAnswer;
import dev.spoor.server.monitoring.PastRun;
import dev.spoor.server.monitoring.PastSearch;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Viewer;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an artifact with these parameters would have found in the stored past. A new question
/// cancels the one before; so does leaving the page.
final class PastPart extends Section {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d", Locale.ENGLISH);

  private final transient Viewer viewer;
  private final transient PastSearch past;
  private final SerializableConsumer<String> openCell;
  private final Span scope = new Span();
  private final Div body = new Div();
  private transient @Nullable PastRun running;
  private transient PastAnswer.@Nullable Question asked;

  /// @param openCell makes a notebook with this query
  PastPart(Viewer viewer, PastSearch past, SerializableConsumer<String> openCell) {
    this.viewer = viewer;
    this.past = past;
    this.openCell = openCell;
    addClassNames("box", "past");
    scope.addClassName("quiet");
    Span gap = new Span();
    gap.addClassName("grow");
    Div head = new Div(new Span("What it would have found"), gap, scope);
    head.addClassName("box-head");
    body.addClassName("box-body");
    body.getElement().setAttribute("aria-live", "polite");
    add(head, body);
    addDetachListener(event -> cancel());
  }

  void cancel() {
    PastRun run = running;
    if (run != null) {
      run.cancel();
      running = null;
    }
  }

  void ask(String artifact, Map<String, String> values, String label) {
    scope.setText("last 7 days on " + (label.isEmpty() ? "all clients" : Plain.text(label)));
    PastAnswer.Question question;
    PastRun run;
    try {
      question = past.question(artifact, values, label, PastSearch.DAYS);
      PastAnswer.Question before = asked;
      if (before != null
          && before.artifact().equals(artifact)
          && before.parameters().equals(question.parameters())
          && before.label().equals(label)) {
        return;
      }
      cancel();
      run = past.start(viewer.require(), question);
    } catch (SpoorException e) {
      cancel();
      asked = null;
      say(Problem.sentence(e));
      return;
    }
    asked = question;
    running = run;
    busy();
    UI ui = UI.getCurrent();
    var unused = run.done().thenAccept(answer -> show(ui, run, answer));
  }

  private void show(UI ui, PastRun run, PastAnswer answer) {
    var unused = ui.access(() -> done(run, answer));
  }

  private void busy() {
    Button stop =
        Actions.quiet(
            "Stop",
            event -> {
              cancel();
              asked = null;
              say("Stopped.");
            });
    Div line = new Div(new Span("Looking through what is stored…"), stop);
    line.addClassName("busy");
    body.removeAll();
    body.add(line);
  }

  private void say(String sentence) {
    body.removeAll();
    body.add(new Paragraph(sentence));
  }

  private void done(PastRun run, PastAnswer answer) {
    if (!run.equals(running)) {
      return;
    }
    running = null;
    body.removeAll();
    String failure = answer.failure();
    if (failure != null && answer.hits() == 0) {
      say("It could not be found out: " + Plain.text(failure) + ".");
      return;
    }
    body.add(summary(answer));
    if (answer.hits() > 0) {
      body.add(chart(answer), examples(answer));
    }
    if (!answer.notes().isEmpty()) {
      UnorderedList notes = new UnorderedList();
      notes.addClassName("notes");
      answer.notes().forEach(note -> notes.add(new ListItem(Plain.text(note))));
      body.add(notes);
    }
    Div actions =
        new Div(
            Actions.plain("Open as a cell", "notebook", event -> openCell.accept(answer.vql())));
    actions.addClassName("box-actions");
    body.add(actions);
  }

  private static Component summary(PastAnswer answer) {
    long perDay = Math.round(answer.hits() / (double) Math.max(1, answer.days().size()));
    Span strong =
        new Span(
            (answer.complete() ? "" : "At least ")
                + Words.count(answer.hits(), "match", "matches")
                + (answer.hits() == 0
                    ? ""
                    : " on " + Words.count(answer.hostCount(), "client", "clients")));
    strong.addClassName("strong");
    StringBuilder more = new StringBuilder();
    if (answer.hits() == 0) {
      more.append(" in ")
          .append(Words.count(answer.scanned(), "row", "rows"))
          .append(" looked at.");
    } else {
      more.append(
          perDay < 1 ? ", less than one a day." : ", about " + Words.number(perDay) + " a day.");
    }
    PastAnswer.Loudest loudest = answer.loudest();
    if (loudest != null) {
      more.append(' ')
          .append(Words.number(loudest.hits()))
          .append(" of them come from ")
          .append(cut(Plain.text(loudest.what())))
          .append(" on ")
          .append(cut(Plain.text(loudest.hostname())))
          .append('.');
    }
    Span text = new Span(more.toString());
    text.addClassName("quiet-2");
    return new Paragraph(strong, text);
  }

  private static String cut(String text) {
    return text.length() <= 80 ? text : text.substring(0, 79) + "…";
  }

  private static Component chart(PastAnswer answer) {
    long most = answer.days().stream().mapToLong(PastAnswer.Day::hits).max().orElse(1);
    Div bars = new Div();
    bars.addClassName("bars");
    bars.getElement().setAttribute("role", "img");
    StringBuilder words = new StringBuilder("Matches by day:");
    List<PastAnswer.Day> days = answer.days();
    for (PastAnswer.Day day : days) {
      Span fill = new Span();
      fill.addClassName("fill");
      fill.getStyle().set("height", Math.round(100.0 * day.hits() / Math.max(1, most)) + "%");
      Div column = new Div(fill);
      column.addClassName("column");
      Span name = new Span(DAY.format(day.day()));
      name.addClassName("day");
      Div one = new Div(column, name);
      one.getElement().setAttribute("title", Words.count(day.hits(), "match", "matches"));
      bars.add(one);
      words.append(' ').append(DAY.format(day.day())).append(' ').append(day.hits()).append(',');
    }
    bars.getElement().setAttribute("aria-label", words.substring(0, words.length() - 1));
    Span top = new Span(Words.number(most));
    top.addClassNames("most", "num", "quiet");
    Div chart = new Div(top, bars);
    chart.addClassName("past-chart");
    return chart;
  }

  private static Component examples(PastAnswer answer) {
    Pre rows = new Pre(String.join("\n", answer.examples().stream().map(Plain::text).toList()));
    rows.addClassName("lines");
    rows.getElement().setAttribute("tabindex", "0");
    rows.getElement().setAttribute("role", "region");
    rows.getElement().setAttribute("aria-label", "Example rows");
    Details details =
        new Details(Words.count(answer.examples().size(), "example", "examples"), rows);
    details.addClassName("folded");
    return details;
  }
}
