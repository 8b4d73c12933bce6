package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.HasHelper;
import com.vaadin.flow.component.HasSize;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.function.SerializableConsumer;
import com.vaadin.flow.function.SerializableSupplier;
import com.vaadin.flow.server.Command;
import dev.spoor.server.artifact.ArtifactParameter;
import dev.spoor.server.artifact.ParameterCheck;
import dev.spoor.server.artifact.ParameterIssue;
import dev.spoor.server.artifact.ParameterType;
import java.util.List;

/// The field for a parameter, by its type. Values are text, as in the table.
final class ParameterFields {
  private final SerializableSupplier<List<String>> targets;

  /// @param targets names of the delivery targets, for parameters that name one
  ParameterFields(SerializableSupplier<List<String>> targets) {
    this.targets = targets;
  }

  /// @param changed the value is another one
  /// @param focused somebody is about to type a pattern
  ParameterField field(
      String artifact,
      ArtifactParameter parameter,
      String value,
      Command changed,
      SerializableConsumer<RegexField> focused) {
    if (parameter.name().endsWith("Target")) {
      return target(parameter, value, changed);
    }
    if (!parameter.choices().isEmpty() && parameter.type() == ParameterType.TEXT) {
      Select<String> select = new Select<>();
      select.setLabel(label(parameter));
      select.setItems(parameter.choices());
      select.setValue(value);
      return plain(parameter, select, select, select::getValue, changed);
    }
    return switch (parameter.type()) {
      case REGEX -> new RegexField(parameter, artifact, value, changed, focused);
      case BOOL -> {
        Checkbox box = new Checkbox(label(parameter), isYes(value));
        yield plain(parameter, box, box, () -> box.getValue() ? "Y" : "N", changed);
      }
      case INT, FLOAT, TEXT, TIMESTAMP -> {
        TextField text = new TextField(label(parameter));
        text.setValue(value);
        text.setValueChangeMode(ValueChangeMode.LAZY);
        text.setValueChangeTimeout(AFTER_MILLIS);
        text.getElement().setAttribute("spellcheck", "false");
        yield plain(parameter, text, text, text::getValue, changed);
      }
      case CSV, JSON, JSON_ARRAY, XML, YAML -> {
        TextArea area = new TextArea(label(parameter));
        area.setValue(value);
        area.setMinRows(parameter.type() == ParameterType.JSON_ARRAY ? 1 : 3);
        area.setMaxRows(12);
        area.setValueChangeMode(ValueChangeMode.LAZY);
        area.setValueChangeTimeout(AFTER_MILLIS);
        area.getElement().setAttribute("spellcheck", "false");
        area.addClassName("code");
        yield plain(parameter, area, area, area::getValue, changed);
      }
    };
  }

  private static final int AFTER_MILLIS = 250;

  private static String label(ArtifactParameter parameter) {
    return parameter.friendlyName().isEmpty() ? parameter.name() : parameter.friendlyName();
  }

  private ParameterField target(ArtifactParameter parameter, String value, Command changed) {
    ComboBox<String> choice = new ComboBox<>(label(parameter));
    choice.setItems(targets.get());
    choice.setClearButtonVisible(true);
    choice.setPlaceholder("none");
    if (!value.isEmpty()) {
      choice.setValue(value);
    }
    return plain(
        parameter,
        choice,
        choice,
        () -> choice.getValue() == null ? "" : choice.getValue(),
        changed);
  }

  private static boolean isYes(String value) {
    return value.equalsIgnoreCase("Y")
        || value.equalsIgnoreCase("TRUE")
        || value.equalsIgnoreCase("YES");
  }

  /// A field of the components: it checks its value itself, by the type of the parameter.
  private static <C extends Component & HasValidation & HasHelper & HasSize & Focusable<?>>
      ParameterField plain(
          ArtifactParameter parameter,
          C component,
          HasValue<?, ?> field,
          SerializableSupplier<String> read,
          Command changed) {
    component.setWidthFull();
    component.setHelperText(parameter.description());
    Plain made = new Plain(parameter, component, component, component, read);
    field.addValueChangeListener(
        event -> {
          made.check();
          changed.execute();
        });
    made.check();
    return made;
  }

  private record Plain(
      ArtifactParameter parameter,
      Component component,
      HasValidation validation,
      Focusable<?> focus,
      SerializableSupplier<String> read)
      implements ParameterField {

    void check() {
      problem(
          ParameterCheck.check(parameter, value()).stream()
              .findFirst()
              .map(Plain::sentence)
              .orElse(""));
    }

    private static String sentence(ParameterIssue issue) {
      String place =
          issue.line() > 1
              ? "Line " + issue.line() + ", column " + issue.column() + ": "
              : issue.column() > 1 ? "Column " + issue.column() + ": " : "";
      String message = issue.message();
      return place.isEmpty()
          ? message.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + message.substring(1) + "."
          : place + message + ".";
    }

    @Override
    public String value() {
      return read.get();
    }

    @Override
    public void problem(String sentence) {
      validation.setErrorMessage(sentence);
      validation.setInvalid(!sentence.isEmpty());
    }
  }
}
