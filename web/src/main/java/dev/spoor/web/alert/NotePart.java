package dev.spoor.web.alert;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import dev.spoor.server.alert.AlertNote;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;

/// What people wrote beside an alert.
final class NotePart extends Div {
  private final transient AlertDesk desk;
  private final String alert;
  private final Problem problem = new Problem();
  private final Div list = new Div();
  private final TextField text = new TextField();

  NotePart(AlertDesk desk, String alert) {
    this.desk = desk;
    this.alert = alert;
    addClassName("alert-block");
    add(problem, list);
    if (desk.mayEdit()) {
      text.setAriaLabel("New note");
      text.setPlaceholder("What you found out");
      text.setWidthFull();
      text.getElement()
          .addEventListener("keydown", event -> write())
          .setFilter("event.key === 'Enter' && !event.isComposing");
      Div bar = new Div(text, Actions.plain("Add note", event -> write()));
      bar.addClassName("note-bar");
      add(bar);
    }
    draw();
  }

  private void write() {
    if (text.getValue().isBlank()) {
      return;
    }
    if (problem.during(
        () -> {
          var unused = desk.alerts().addNote(desk.who(), alert, text.getValue());
        })) {
      text.clear();
      draw();
    }
  }

  private void draw() {
    list.removeAll();
    desk.alerts().notes(desk.who(), alert).forEach(note -> list.add(line(note)));
  }

  private Component line(AlertNote note) {
    Span who = new Span(Plain.text(note.author()));
    who.addClassName("strong");
    Span when = new Span(Words.ago(note.time(), desk.now()));
    when.getElement().setAttribute("title", Words.exact(note.time()));
    when.addClassName("quiet");
    Div head = new Div(who, when);
    head.addClassName("note-head");
    if (desk.mayEdit() && note.author().equals(desk.who().name())) {
      head.add(
          Actions.quiet(
              "Delete",
              event -> {
                if (problem.during(
                    () -> desk.alerts().deleteNote(desk.who(), alert, note.number()))) {
                  draw();
                }
              }));
    }
    Div words = new Div(Plain.text(note.text()));
    words.addClassName("note-text");
    Div line = new Div(Face.of(note.author()), new Div(head, words));
    line.addClassName("note-head");
    return line;
  }
}
