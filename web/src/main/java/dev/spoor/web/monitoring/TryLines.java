package dev.spoor.web.monitoring;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.function.SerializableSupplier;
import dev.spoor.server.monitoring.RegexTester;
import dev.spoor.server.monitoring.RegexTrial;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sample lines beside a pattern: which of them match, and what matches in them. They can be
/// changed; those of another parameter are others.
final class TryLines extends Section {
  private static final int AFTER_MILLIS = 120;

  private final transient RegexTester tester = new RegexTester();
  private final Span of = new Span();
  private final UnorderedList list = new UnorderedList();
  private final transient Map<String, List<String>> kept = new HashMap<>();
  private final List<InkedArea> areas = new ArrayList<>();
  private final List<Div> verdicts = new ArrayList<>();
  private @Nullable SerializableSupplier<String> pattern;
  private String parameter = "";

  TryLines() {
    addClassNames("box", "try");
    of.addClassName("quiet");
    Span title = new Span("Try it on lines");
    Span gap = new Span();
    gap.addClassName("grow");
    Div head = new Div(title, of, gap, Actions.quiet("Add a line", event -> addLine()));
    head.addClassName("box-head");
    add(head, list);
    setVisible(false);
  }

  /// Tries this pattern from now on.
  void show(String name, List<String> samples, SerializableSupplier<String> now) {
    pattern = now;
    if (!name.equals(parameter)) {
      keep();
      parameter = name;
      of.setText(name);
      list.removeAll();
      areas.clear();
      verdicts.clear();
      kept.getOrDefault(name, samples).forEach(this::line);
    }
    setVisible(true);
    tryAll();
  }

  private void keep() {
    if (!parameter.isEmpty()) {
      kept.put(parameter, areas.stream().map(InkedArea::value).toList());
    }
  }

  private void addLine() {
    if (areas.size() < RegexTester.MOST_LINES) {
      line("");
      areas.getLast().area().focus();
      tryAll();
    }
  }

  private void line(String text) {
    InkedArea area =
        new InkedArea("Sample line " + (areas.size() + 1), text, AFTER_MILLIS, value -> tryAll());
    area.area().setPlaceholder("Paste a value here");
    Div verdict = new Div();
    verdict.addClassName("verdict");
    areas.add(area);
    verdicts.add(verdict);
    list.add(new ListItem(verdict, area));
  }

  /// The pattern or a line is another one.
  void tryAll() {
    SerializableSupplier<String> now = pattern;
    if (now == null) {
      return;
    }
    RegexTrial trial = tester.test(now.get(), areas.stream().map(InkedArea::value).toList());
    for (int i = 0; i < areas.size(); i++) {
      RegexTrial.Line line =
          trial.isValid() ? trial.lines().get(i) : new RegexTrial.Line(false, false, List.of());
      areas.get(i).mark(line.marks());
      Div verdict = verdicts.get(i);
      verdict.removeAll();
      String icon = line.matches() ? "ok" : line.looked() ? "none" : "wait";
      String word = line.matches() ? "Match" : line.looked() ? "No" : "–";
      Span state = new Span(new Icon(icon), new Span(word));
      state.addClassNames("state", icon);
      verdict.add(state);
    }
  }
}
