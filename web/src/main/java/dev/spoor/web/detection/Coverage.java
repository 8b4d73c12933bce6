package dev.spoor.web.detection;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.spoor.server.proof.DetectionBoard;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A square for each ATT&CK technique that a rule here is about, by tactic.
final class Coverage extends Section {
  Coverage() {
    addClassName("coverage");
  }

  void show(List<DetectionBoard.Tactic> tactics) {
    removeAll();
    setVisible(!tactics.isEmpty());
    Set<String> all = new HashSet<>();
    Set<String> covered = new HashSet<>();
    for (DetectionBoard.Tactic tactic : tactics) {
      all.addAll(tactic.techniques().keySet());
      tactic
          .techniques()
          .forEach(
              (technique, cover) -> {
                if (cover != DetectionBoard.Cover.NONE) {
                  covered.add(technique);
                }
              });
    }
    Span sentence =
        new Span(
            covered.size() + " of " + all.size() + " ATT&CK techniques that rules here are about");
    sentence.addClassName("quiet");
    Span gap = new Span();
    gap.addClassName("grow");
    Div head =
        new Div(
            new H2("Coverage"),
            sentence,
            gap,
            legend(DetectionBoard.Cover.TESTED, "on, tests pass"),
            legend(DetectionBoard.Cover.UNTESTED, "on, no tests"),
            legend(DetectionBoard.Cover.FAILING, "a test fails"),
            legend(DetectionBoard.Cover.NONE, "none"));
    head.addClassName("coverage-head");
    Div body = new Div();
    body.addClassName("tactics");
    for (DetectionBoard.Tactic tactic : tactics) {
      Span count = new Span(tactic.covered() + " of " + tactic.techniques().size());
      count.addClassNames("quiet", "num");
      Div squares = new Div();
      squares.addClassName("squares");
      squares.getElement().setAttribute("role", "img");
      squares
          .getElement()
          .setAttribute(
              "aria-label",
              tactic.name()
                  + ": "
                  + tactic.covered()
                  + " of "
                  + tactic.techniques().size()
                  + " techniques covered");
      tactic
          .techniques()
          .forEach(
              (technique, cover) -> {
                Span square = square(cover);
                square.getElement().setAttribute("title", technique);
                squares.add(square);
              });
      Div one = new Div(new H3(tactic.name()), count, squares);
      one.addClassName("tactic");
      body.add(one);
    }
    add(head, body);
  }

  private static Span square(DetectionBoard.Cover cover) {
    Span square = new Span();
    square.addClassNames("square", cover.name().toLowerCase(Locale.ROOT));
    return square;
  }

  private static Span legend(DetectionBoard.Cover cover, String words) {
    Span one = new Span(square(cover), new Span(words));
    one.addClassName("heat-legend");
    return one;
  }
}
