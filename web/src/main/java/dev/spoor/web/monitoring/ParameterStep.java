package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.function.SerializableSupplier;
import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.ArtifactParameter;
import dev.spoor.server.artifact.ParameterCheck;
import dev.spoor.web.component.Words;
import dev.spoor.web.monitoring.WizardDraft.Choice;
import dev.spoor.wire.Priority;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// With which parameters: a field for each by its type, those that match anything folded away, a
/// place to try patterns, and what they would have found.
final class ParameterStep extends Div {
  private static final String ANYTHING = ".";

  private final transient WizardDraft draft;
  private final boolean withPriority;
  private final TryLines lines = new TryLines();
  private final @Nullable PastPart past;
  private final transient List<ParameterField> all = new ArrayList<>();
  private transient @Nullable RegexField trying;

  /// @param past null on the server, and for whoever may not ask the store
  ParameterStep(
      WizardDraft draft,
      boolean withPriority,
      SerializableSupplier<List<String>> targets,
      @Nullable PastPart past) {
    this.draft = draft;
    this.withPriority = withPriority;
    this.past = past;
    addClassName("step");
    ParameterFields fields = new ParameterFields(targets);
    List<Choice> choices = draft.choices();
    if (choices.isEmpty()) {
      add(new Paragraph("Nothing is chosen: this group will watch nothing."));
    }
    for (Choice choice : choices) {
      add(section(choice, fields, choices.size() > 1));
    }
    add(lines);
    if (past != null && !choices.isEmpty()) {
      add(past);
    }
    all.stream()
        .filter(RegexField.class::isInstance)
        .map(RegexField.class::cast)
        .filter(field -> !field.value().equals(ANYTHING))
        .findFirst()
        .or(
            () ->
                all.stream()
                    .filter(RegexField.class::isInstance)
                    .map(RegexField.class::cast)
                    .findFirst())
        .ifPresent(this::tryOut);
    if (!choices.isEmpty()) {
      ask(choices.getFirst());
    }
  }

  /// The first field, for the caret.
  @Nullable ParameterField first() {
    return all.isEmpty() ? null : all.getFirst();
  }

  private Component section(Choice choice, ParameterFields fields, boolean withHead) {
    Artifact artifact = choice.artifact();
    Div section = new Div();
    section.addClassName("choice");
    section.getElement().setAttribute("role", "group");
    section.getElement().setAttribute("aria-label", artifact.name());
    if (withHead) {
      section.add(new H3(artifact.name()));
    }
    List<Component> folded = new ArrayList<>();
    List<ParameterField> foldedFields = new ArrayList<>();
    for (ArtifactParameter parameter : artifact.parameters()) {
      String value = choice.value(parameter);
      boolean isFolded =
          value.equals(ANYTHING)
              && parameter.defaultValue().equals(ANYTHING)
              && !isFirst(artifact, parameter);
      // the field is not there yet when it is told what to do, so it is looked up by its place
      ParameterField[] made = new ParameterField[1];
      made[0] =
          fields.field(
              withHead ? "" : artifact.name(),
              parameter,
              value,
              () -> {
                choice.set(parameter, made[0].value());
                changed(choice, made[0]);
              },
              this::tryOut);
      ParameterField field = made[0];
      if (isFolded) {
        folded.add(field.component());
        foldedFields.add(field);
      } else {
        section.add(field.component());
        all.add(field);
      }
    }
    all.addAll(foldedFields);
    if (artifact.parameters().isEmpty()) {
      section.add(new Paragraph("It has no parameters."));
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
      section.add(details);
    }
    if (withPriority) {
      section.add(priority(choice));
    }
    return section;
  }

  private static Component priority(Choice choice) {
    Select<Priority> priority = new Select<>();
    priority.setLabel("Priority");
    priority.setItems(Priority.values());
    priority.setItemLabelGenerator(
        one ->
            switch (one) {
              case HIGH -> "high";
              case NORMAL -> "normal";
              case BULK -> "bulk";
            });
    priority.setValue(choice.priority());
    priority.setHelperText("Orders sending, and what is dropped first when a spool is full");
    priority.addValueChangeListener(event -> choice.prioritise(event.getValue()));
    Details details =
        new Details(
            "Priority: " + priority.getItemLabelGenerator().apply(choice.priority()), priority);
    details.addClassName("folded");
    return details;
  }

  /// The command line is what one comes for: it is never folded.
  private static boolean isFirst(Artifact artifact, ArtifactParameter parameter) {
    return parameter.name().equals("CommandLineRegex")
        || (artifact.parameter("CommandLineRegex").isEmpty()
            && artifact.parameters().getFirst().equals(parameter));
  }

  private void tryOut(RegexField field) {
    trying = field;
    ArtifactParameter parameter = field.parameter();
    Choice choice = choiceOf(field);
    String artifact = choice == null ? "" : choice.artifact().name();
    lines.show(parameter.name(), Samples.of(artifact, parameter.name()), field::value);
    if (choice != null) {
      ask(choice);
    }
  }

  private @Nullable Choice choiceOf(RegexField field) {
    for (Choice choice : draft.choices()) {
      if (choice.artifact().parameters().contains(field.parameter())
          && choice.value(field.parameter()).equals(field.value())) {
        return choice;
      }
    }
    return null;
  }

  private void changed(Choice choice, ParameterField field) {
    if (field.equals(trying)) {
      lines.tryAll();
    }
    ask(choice);
  }

  private void ask(Choice choice) {
    PastPart part = past;
    if (part != null && ParameterCheck.check(choice.artifact(), choice.values()).isEmpty()) {
      part.ask(choice.artifact().name(), choice.values(), draft.label());
    }
  }
}
