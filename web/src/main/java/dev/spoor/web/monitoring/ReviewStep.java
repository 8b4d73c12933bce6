package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.server.Command;
import dev.spoor.server.artifact.ParameterIssue;
import dev.spoor.server.monitoring.TablePreview;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What launching would do, before it is done.
final class ReviewStep extends Div {
  ReviewStep(TablePreview preview, boolean onClients, @Nullable Component past, Command takeOver) {
    addClassNames("step", "review");
    if (preview.base() != preview.current()) {
      add(
          note(
              "warning",
              "Somebody launched v"
                  + preview.current()
                  + " while you were here. What you see below is the difference to it.",
              Actions.plain("Stand on v" + preview.current(), event -> takeOver.execute())));
    }
    for (TablePreview.Fault fault : preview.faults()) {
      add(fault(fault));
    }
    for (TablePreview.MissingRight missing : preview.missing()) {
      add(
          note(
              "lock",
              missing.artifact()
                  + " is new here and needs "
                  + missing.permission()
                  + ", which you do not hold. An administrator can launch it."));
    }
    if (preview.changes().isEmpty()) {
      add(new Paragraph("Nothing differs from table v" + preview.current() + "."));
      return;
    }
    add(new H3("What changes"), new ChangeList(preview.changes(), onClients));
    if (preview.faults().isEmpty()) {
      add(new H3(onClients ? "On whom" : "What runs"), effect(preview, onClients));
    }
    if (past != null) {
      add(past);
    }
  }

  private static Component fault(TablePreview.Fault fault) {
    StringBuilder text = new StringBuilder();
    if (fault.issues().isEmpty()) {
      text.append(Plain.text(fault.message())).append('.');
    }
    for (ParameterIssue issue : fault.issues()) {
      text.append(text.isEmpty() ? "" : " ")
          .append(issue.parameter())
          .append(" of ")
          .append(fault.artifact())
          .append(", line ")
          .append(issue.line())
          .append(", column ")
          .append(issue.column())
          .append(": ")
          .append(Plain.text(issue.message()))
          .append('.');
    }
    String sentence = text.toString();
    return note(
        "error",
        sentence.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + sentence.substring(1));
  }

  private static Div note(String icon, String text, Component... actions) {
    Div note = new Div(new Icon(icon), new Span(text));
    note.addClassNames("note", icon);
    note.add(actions);
    return note;
  }

  private static Component effect(TablePreview preview, boolean onClients) {
    Div effect = new Div();
    if (onClients) {
      Span clients = new Span(Words.count(preview.clients(), "client", "clients"));
      clients.addClassName("strong");
      Span rest =
          new Span(
              preview.clients() == 0
                  ? " runs something else because of this."
                  : (preview.clients() == 1 ? " changes what it runs" : " change what they run")
                      + (preview.silent() == 0
                          ? "."
                          : "; "
                              + Words.number(preview.silent())
                              + (preview.silent() == 1 ? " is" : " are")
                              + " away: it applies when "
                              + (preview.silent() == 1 ? "it returns." : "they return.")));
      rest.addClassName("quiet-2");
      effect.add(new Paragraph(clients, rest));
    }
    UnorderedList queries = new UnorderedList();
    queries.addClassName("effects");
    for (TablePreview.QueryChange query : preview.queries()) {
      List<String> words = new ArrayList<>();
      word(words, query.starts(), "starts", onClients);
      word(words, query.restarts(), "starts again", onClients);
      word(words, query.stops(), "stops", onClients);
      Span name = new Span(query.artifact());
      name.addClassName("strong");
      Span what = new Span(" " + String.join(", ", words));
      what.addClassName("quiet-2");
      queries.add(new ListItem(name, what));
    }
    effect.add(queries);
    Paragraph others = new Paragraph("All other queries go on undisturbed.");
    others.addClassName("quiet");
    effect.add(others);
    return effect;
  }

  private static void word(List<String> words, int count, String verb, boolean onClients) {
    if (count > 0) {
      words.add(onClients ? verb + " on " + Words.number(count) : verb);
    }
  }
}
