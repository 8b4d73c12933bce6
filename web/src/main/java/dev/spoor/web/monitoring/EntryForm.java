package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Footer;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.function.SerializableConsumer;
import com.vaadin.flow.server.Command;
import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.ArtifactParameter;
import dev.spoor.server.monitoring.TableEntry;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import dev.spoor.wire.Priority;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One entry of a table: which artifact, with which parameters. Those that match anything are
/// folded away. A sheet at the right, so the table stays readable; it changes the draft only.
final class EntryForm extends Aside {
  private static final String ANYTHING = ".";

  private final boolean withPriority;
  private final transient List<Artifact> artifacts;
  private final transient ParameterFields fields;
  private final Command close;
  private final Div body = new Div();
  private final Problem problem = new Problem();
  private final Select<Priority> priority = new Select<>();
  private final Map<String, ParameterFields.Field> values = new LinkedHashMap<>();
  private transient @Nullable Artifact chosen;
  private transient @Nullable SerializableConsumer<TableEntry> done;

  EntryForm(List<Artifact> artifacts, boolean withPriority, ParameterFields fields, Command close) {
    this.artifacts = List.copyOf(artifacts);
    this.withPriority = withPriority;
    this.fields = fields;
    this.close = close;
    addClassNames("panel", "sheet");
    setVisible(false);
    priority.setLabel("Priority");
    priority.setItems(Priority.values());
    priority.setItemLabelGenerator(EntryForm::words);
    priority.setHelperText("Orders sending, and what is dropped first when a spool is full");
  }

  private static String words(Priority priority) {
    return switch (priority) {
      case HIGH -> "high";
      case NORMAL -> "normal";
      case BULK -> "bulk";
    };
  }

  void open(String title, @Nullable TableEntry entry, SerializableConsumer<TableEntry> accept) {
    done = accept;
    problem.clear();
    removeAll();
    ComboBox<Artifact> artifact = new ComboBox<>("Artifact");
    artifact.setItems(artifacts);
    artifact.setItemLabelGenerator(Artifact::name);
    artifact.setWidthFull();
    artifact.setRequired(true);
    artifact.setPlaceholder("Choose what to watch");
    priority.setValue(entry == null ? Priority.NORMAL : entry.priority());
    Span gap = new Span();
    gap.addClassName("grow");
    Div head =
        new Div(new H2(title), gap, Actions.icon("Close", "close", event -> close.execute()));
    head.addClassName("line");
    Section form = new Section(artifact, body);
    form.addClassName("form");
    Section top = new Section(head);
    add(top, problem, form, foot());
    draw(null, Map.of());
    artifact.addValueChangeListener(event -> draw(event.getValue(), Map.of()));
    if (entry != null) {
      Artifact known =
          artifacts.stream()
              .filter(one -> one.name().equals(entry.artifact()))
              .findFirst()
              .orElse(null);
      artifact.setValue(known);
      draw(known, entry.parameters());
    }
    setVisible(true);
    artifact.focus();
  }

  private Component foot() {
    Span note = new Span("Nothing changes until you save the table.");
    note.addClassNames("quiet", "grow");
    Footer foot =
        new Footer(
            note,
            Actions.plain("Cancel", event -> close.execute()),
            Actions.plain("Put into the table", event -> accept()));
    foot.addClassName("sheet-foot");
    return foot;
  }

  private void draw(@Nullable Artifact artifact, Map<String, String> given) {
    chosen = artifact;
    body.removeAll();
    values.clear();
    if (artifact == null) {
      return;
    }
    Paragraph about = new Paragraph(firstParagraph(artifact.description()));
    about.addClassName("quiet-2");
    body.add(about);
    List<Component> folded = new ArrayList<>();
    for (ArtifactParameter parameter : artifact.parameters()) {
      String value = given.getOrDefault(parameter.name(), parameter.defaultValue());
      ParameterFields.Field field = fields.field(parameter, value);
      values.put(parameter.name(), field);
      if (isAnything(parameter, value) && !isFirst(artifact, parameter)) {
        folded.add(field.component());
      } else {
        body.add(field.component());
      }
    }
    if (!folded.isEmpty()) {
      Div inside = new Div();
      folded.forEach(inside::add);
      Details details =
          new Details(
              Words.number(folded.size())
                  + (folded.size() == 1
                      ? " more, matches anything"
                      : " more, each matches anything"),
              inside);
      details.addClassName("folded");
      body.add(details);
    }
    if (withPriority) {
      body.add(priority);
    }
  }

  /// The command line is what one comes for: it is never folded.
  private static boolean isFirst(Artifact artifact, ArtifactParameter parameter) {
    return parameter.name().equals("CommandLineRegex")
        || (artifact.parameter("CommandLineRegex").isEmpty()
            && artifact.parameters().getFirst().equals(parameter));
  }

  private static boolean isAnything(ArtifactParameter parameter, String value) {
    return value.equals(ANYTHING) && parameter.defaultValue().equals(ANYTHING);
  }

  private static String firstParagraph(String description) {
    int end = description.indexOf("\n\n");
    String first = end < 0 ? description : description.substring(0, end);
    return first.replace('\n', ' ').strip();
  }

  private void accept() {
    Artifact artifact = chosen;
    SerializableConsumer<TableEntry> accept = done;
    if (artifact == null || accept == null) {
      problem.show("No artifact is chosen.");
      return;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (ArtifactParameter parameter : artifact.parameters()) {
      ParameterFields.Field field = values.get(parameter.name());
      String value = field == null ? parameter.defaultValue() : field.value();
      if (!value.equals(parameter.defaultValue())) {
        parameters.put(parameter.name(), value);
      }
    }
    Priority order = withPriority ? priority.getValue() : Priority.NORMAL;
    TableEntry entry = new TableEntry(artifact.name(), parameters, order);
    if (problem.during(() -> accept.accept(entry))) {
      close.execute();
    }
  }
}
