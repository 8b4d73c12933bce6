package dev.spoor.web.monitoring;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.function.SerializableConsumer;
import dev.spoor.server.monitoring.RegexTrial.Mark;
import java.util.List;

/// A line that is typed, with marks under its text: the same text lies behind it, unseen but for
/// the marks. Both wrap alike, so nothing scrolls.
final class InkedArea extends Div {
  /// Parts beyond have the look of the last.
  private static final int LOOKS = 7;

  private final Div ink = new Div();
  private final TextArea area = new TextArea();
  private String last;

  InkedArea(String name, String value, int afterMillis, SerializableConsumer<String> changed) {
    addClassName("inked");
    last = value;
    ink.addClassName("ink");
    ink.getElement().setAttribute("aria-hidden", "true");
    area.setAriaLabel(name);
    area.setValue(value);
    area.setWidthFull();
    area.setMinRows(1);
    area.setValueChangeMode(ValueChangeMode.LAZY);
    area.setValueChangeTimeout(afterMillis);
    area.getElement().setAttribute("spellcheck", "false");
    area.addValueChangeListener(
        event -> {
          String now = value();
          if (!now.equals(last)) {
            last = now;
            changed.accept(now);
          }
        });
    add(ink, area);
  }

  /// One line: breaks that were pasted are gone.
  String value() {
    return area.getValue().replaceAll("[\\r\\n]+", "");
  }

  void setValue(String value) {
    last = value;
    area.setValue(value);
  }

  TextArea area() {
    return area;
  }

  /// Draws the marks; the text must be the one that they were made for.
  void mark(List<Mark> marks) {
    ink.removeAll();
    String text = area.getValue();
    int at = 0;
    for (Mark mark : marks) {
      if (mark.start() < at || mark.end() > text.length()) {
        continue;
      }
      if (mark.start() > at) {
        ink.add(new Span(text.substring(at, mark.start())));
      }
      Span marked = new Span(text.substring(mark.start(), mark.end()));
      marked.addClassNames("mark", "part-" + Math.min(LOOKS, mark.part()));
      ink.add(marked);
      at = mark.end();
    }
    if (at < text.length()) {
      ink.add(new Span(text.substring(at)));
    }
  }

  void problem(String sentence) {
    area.setErrorMessage(sentence);
    area.setInvalid(!sentence.isEmpty());
  }
}
