package dev.spoor.web.monitoring;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.server.Command;
import dev.spoor.server.artifact.Artifact;
import dev.spoor.web.component.Icon;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is watched: every event artifact with what it says of itself; those that are there already
/// are ticked.
final class ArtifactStep extends Div {
  private record Line(Artifact artifact, Div component) {}

  private final transient List<Line> lines = new ArrayList<>();
  private final Paragraph none = new Paragraph("0 artifacts have that in their name or text.");
  final TextField filter = new TextField();

  ArtifactStep(List<Artifact> offered, WizardDraft draft, Command changed) {
    addClassName("step");
    filter.setPlaceholder("Find an artifact");
    filter.setAriaLabel("Find an artifact");
    filter.setPrefixComponent(new Icon("search"));
    filter.setClearButtonVisible(true);
    filter.setWidthFull();
    filter.setValueChangeMode(ValueChangeMode.EAGER);
    filter.addValueChangeListener(event -> show(event.getValue()));
    none.addClassName("quiet");
    none.setVisible(false);
    Div list = new Div();
    list.addClassName("options");
    for (Artifact artifact : offered) {
      Checkbox box = new Checkbox(artifact.name(), draft.has(artifact));
      box.setHelperText(firstSentence(artifact.description()));
      box.addValueChangeListener(
          event -> {
            if (event.getValue()) {
              draft.add(artifact);
            } else {
              draft.remove(artifact);
            }
            changed.execute();
          });
      Div line = new Div(box);
      line.addClassName("tick");
      if (!artifact.supportedOs().isEmpty()) {
        Span os = new Span(os(artifact.supportedOs()));
        os.addClassName("label");
        line.add(os);
      }
      lines.add(new Line(artifact, line));
      list.add(line);
    }
    add(filter, list, none);
  }

  private static String os(String name) {
    return switch (name) {
      case "windows" -> "Windows";
      case "linux" -> "Linux";
      default -> "macOS";
    };
  }

  static String firstSentence(String description) {
    String text = description.replaceAll("\\s+", " ").strip();
    int end = text.indexOf(". ");
    String sentence = end < 0 ? text : text.substring(0, end + 1);
    return sentence.length() <= 220 ? sentence : sentence.substring(0, 219) + "…";
  }

  private void show(String wanted) {
    String text = wanted.strip().toLowerCase(Locale.ROOT);
    boolean any = false;
    for (Line line : lines) {
      boolean is =
          (line.artifact().name() + " " + line.artifact().description())
              .toLowerCase(Locale.ROOT)
              .contains(text);
      line.component().setVisible(is);
      any |= is;
    }
    none.setVisible(!any);
  }
}
