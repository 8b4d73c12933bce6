package dev.spoor.web.detection;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.spoor.server.detection.DetectionRule;
import dev.spoor.server.detection.RuleState;
import dev.spoor.server.proof.DetectionBoard;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.Plain;
import java.util.List;
import java.util.Locale;

/// What a cell of the list of detections shows. Colour is never alone: a word or a sign is with it.
final class DetectionCells {
  private DetectionCells() {}

  static Component level(String level) {
    Span span =
        new Span(
            new Icon(
                switch (level) {
                  case "critical" -> "error";
                  case "high" -> "warning";
                  case "medium", "low" -> "info";
                  default -> "none";
                }),
            new Span(
                level.isEmpty()
                    ? "Artifact"
                    : level.substring(0, 1).toUpperCase(Locale.ROOT) + level.substring(1)));
    span.addClassNames("level", level.isEmpty() ? "artifact" : level);
    return span;
  }

  static Component tests(DetectionBoard.Line line) {
    if (!line.hasTests()) {
      Span none = new Span(new Icon("none"), new Span("none"));
      none.addClassNames("state", "quiet");
      return none;
    }
    Span span =
        new Span(
            new Icon(line.fails() ? "error" : "ok"),
            new Span(line.passed() + " of " + line.results().size()));
    span.addClassNames("state", line.fails() ? "error" : "ok");
    return span;
  }

  static Component hours(DetectionBoard.Line line) {
    Div bars = bars(line.hours());
    Span number = new Span(line.rule() == null ? "–" : Long.toString(line.matches()));
    number.addClassName("num");
    Div cell = new Div(bars, number);
    cell.addClassName("hours");
    return cell;
  }

  /// A bar for each number, as high as it is beside the others.
  static Div bars(List<Long> numbers) {
    Div bars = new Div();
    bars.addClassName("hit-bars");
    bars.getElement().setAttribute("aria-hidden", "true");
    long most = numbers.stream().mapToLong(Long::longValue).max().orElse(0);
    for (long number : numbers) {
      Span bar = new Span();
      if (number > 0) {
        bar.getStyle().set("height", Math.max(12, number * 100 / most) + "%");
        bar.addClassName("some");
      }
      bars.add(bar);
    }
    return bars;
  }

  static Component state(DetectionBoard.Line line) {
    DetectionRule rule = line.rule();
    if (rule == null) {
      Span span = new Span("in Monitoring");
      span.addClassName("quiet");
      return span;
    }
    Span where = new Span(rule.label().isEmpty() ? "all" : Plain.text(rule.label()));
    where.addClassName("quiet");
    Span span =
        switch (rule.state()) {
          case ON -> new Span(new Icon("ok"), new Span("On"), where);
          case TRIAL -> new Span(new Icon("eye"), new Span("Trial"), where);
          case OFF -> new Span(new Icon("none"), new Span("Off"));
        };
    span.addClassNames(
        "state",
        rule.state() == RuleState.ON ? "ok" : rule.state() == RuleState.OFF ? "quiet" : "trial");
    return span;
  }
}
