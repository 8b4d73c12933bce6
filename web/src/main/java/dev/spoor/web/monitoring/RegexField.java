package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.function.SerializableConsumer;
import com.vaadin.flow.server.Command;
import dev.spoor.server.artifact.ArtifactParameter;
import dev.spoor.server.monitoring.RegexTester;
import dev.spoor.server.monitoring.RegexTrial;
import java.util.List;

/// A regular expression: its alternatives underlined, what it asks for in a sentence, and one way
/// to ask for all of them.
final class RegexField extends Div implements ParameterField {
  private static final int AFTER_MILLIS = 120;

  private final transient ArtifactParameter parameter;
  private final transient RegexTester tester = new RegexTester();
  private final InkedArea area;
  private final Paragraph reading = new Paragraph();
  private final Command changed;
  private transient RegexTrial trial;

  /// @param changed the pattern is another one
  /// @param focused somebody is about to type here
  RegexField(
      ArtifactParameter parameter,
      String of,
      String value,
      Command changed,
      SerializableConsumer<RegexField> focused) {
    this.parameter = parameter;
    this.changed = changed;
    addClassName("parameter-field");
    Span label = new Span(parameter.name());
    Span artifact = new Span(of);
    artifact.addClassName("quiet");
    Div head = new Div(label, artifact);
    head.addClassName("field-label");
    head.getElement().setAttribute("title", parameter.description());
    area = new InkedArea(parameter.name(), value, AFTER_MILLIS, this::typed);
    area.addClassName("pattern");
    area.area().addFocusListener(event -> focused.accept(this));
    reading.addClassName("regex-reading");
    add(head, area, reading);
    trial = tester.test(value, List.of());
    draw();
  }

  private void typed(String pattern) {
    trial = tester.test(pattern, List.of());
    draw();
    changed.execute();
  }

  private void draw() {
    area.mark(trial.parts());
    String problem = trial.problem();
    area.problem(problem == null ? "" : "Column " + (trial.position() + 1) + ": " + problem + ".");
    reading.removeAll();
    String required = trial.requireAll();
    if (problem != null) {
      reading.setVisible(false);
      return;
    }
    boolean tells = !trial.sentence().isEmpty() && !isAnything(area.value());
    reading.add(
        new Span(tells ? "Case does not matter. " + trial.sentence() : parameter.description()));
    if (required != null) {
      NativeButton all =
          new NativeButton("Require all " + word(trial.parts().size()), event -> require(required));
      all.addClassName("text-link");
      reading.add(new Span(" "), all);
    }
    reading.setVisible(true);
  }

  private static boolean isAnything(String pattern) {
    return pattern.isEmpty() || pattern.equals(".") || pattern.equals(".*");
  }

  private static String word(int count) {
    return switch (count) {
      case 2 -> "two";
      case 3 -> "three";
      default -> "four";
    };
  }

  private void require(String pattern) {
    area.setValue(pattern);
    typed(pattern);
    area.area().focus();
  }

  @Override
  public ArtifactParameter parameter() {
    return parameter;
  }

  @Override
  public Component component() {
    return this;
  }

  @Override
  public String value() {
    return area.value();
  }

  @Override
  public Focusable<?> focus() {
    return area.area();
  }

  @Override
  public void problem(String sentence) {
    if (trial.isValid()) {
      area.problem(sentence);
    }
  }
}
