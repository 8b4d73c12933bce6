package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.function.SerializableSupplier;
import dev.spoor.server.artifact.ArtifactParameter;
import dev.spoor.server.artifact.ParameterType;
import java.util.List;

/// The field for a parameter, by its type. Values are text, as in the table.
final class ParameterFields {
  private final SerializableSupplier<List<String>> targets;

  /// @param targets names of the delivery targets, for parameters that name one
  ParameterFields(SerializableSupplier<List<String>> targets) {
    this.targets = targets;
  }

  record Field(Component component, SerializableSupplier<String> read) {
    String value() {
      return read.get();
    }
  }

  Field field(ArtifactParameter parameter, String value) {
    String label = parameter.friendlyName().isEmpty() ? parameter.name() : parameter.friendlyName();
    if (parameter.name().endsWith("Target")) {
      return target(parameter, label, value);
    }
    if (!parameter.choices().isEmpty()) {
      Select<String> select = new Select<>();
      select.setLabel(label);
      select.setItems(parameter.choices());
      select.setValue(value);
      select.setHelperText(parameter.description());
      select.setWidthFull();
      return new Field(select, select::getValue);
    }
    return switch (parameter.type()) {
      case BOOL -> {
        Checkbox box = new Checkbox(label, isYes(value));
        box.setHelperText(parameter.description());
        yield new Field(box, () -> box.getValue() ? "Y" : "");
      }
      case REGEX, INT, FLOAT, TEXT, TIMESTAMP -> line(parameter, label, value);
      case CSV, JSON, JSON_ARRAY, XML, YAML -> {
        TextArea area = new TextArea(label);
        area.setValue(value);
        area.setHelperText(parameter.description());
        area.setWidthFull();
        area.addClassName("code");
        yield new Field(area, area::getValue);
      }
    };
  }

  private static Field line(ArtifactParameter parameter, String label, String value) {
    TextField text = new TextField(label);
    text.setValue(value);
    text.setWidthFull();
    text.setValueChangeMode(ValueChangeMode.LAZY);
    text.setHelperText(parameter.description());
    text.getElement().setAttribute("spellcheck", "false");
    if (parameter.type() == ParameterType.REGEX) {
      text.addClassName("code");
    }
    return new Field(text, text::getValue);
  }

  private Field target(ArtifactParameter parameter, String label, String value) {
    ComboBox<String> choice = new ComboBox<>(label);
    choice.setItems(targets.get());
    choice.setClearButtonVisible(true);
    choice.setPlaceholder("none");
    choice.setWidthFull();
    choice.setHelperText(parameter.description());
    if (!value.isEmpty()) {
      choice.setValue(value);
    }
    return new Field(choice, () -> choice.getValue() == null ? "" : choice.getValue());
  }

  private static boolean isYes(String value) {
    return value.equalsIgnoreCase("Y") || value.equalsIgnoreCase("TRUE");
  }
}
