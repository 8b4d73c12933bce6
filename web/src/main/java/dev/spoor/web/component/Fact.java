package dev.spoor.web.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;

/// An empty state: the fact, one sentence about it, one or two actions. No pictures.
public final class Fact extends Div {
  public Fact(String fact, String sentence, Component... actions) {
    addClassName("fact");
    Div row = new Div(actions);
    row.addClassName("actions");
    add(new H2(fact), new Paragraph(sentence), row);
  }
}
