package dev.spoor.web.monitoring;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.function.SerializableConsumer;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;
import java.util.List;

/// For whom: all clients, a label group that watches something, another label.
final class LabelStep extends Div {
  private static final int MOST = 100;

  LabelStep(List<TableDesk.Group> groups, String chosen, SerializableConsumer<String> choose) {
    addClassName("step");
    Paragraph intro =
        new Paragraph(
            "A client runs what All watches and what each of its labels watches. Equal parameters"
                + " run once.");
    intro.addClassName("quiet-2");
    Div list = new Div();
    list.addClassName("options");
    list.getElement().setAttribute("role", "group");
    list.getElement().setAttribute("aria-label", "Label groups");
    for (TableDesk.Group group : groups.stream().limit(MOST).toList()) {
      NativeButton option = new NativeButton();
      option.addClassName("option");
      Span name = new Span(group.label().isEmpty() ? "All" : Plain.text(group.label()));
      name.addClassName("strong");
      Span size = new Span(Words.count(group.clients(), "client", "clients"));
      size.addClassNames("quiet", "num");
      Span watches =
          new Span(
              group.artifacts() == 0
                  ? "watches nothing yet"
                  : Words.count(group.artifacts(), "artifact", "artifacts"));
      watches.addClassNames("quiet", "num");
      option.add(name, size, watches);
      option
          .getElement()
          .setAttribute("aria-pressed", Boolean.toString(group.label().equalsIgnoreCase(chosen)));
      option.addClickListener(event -> choose.accept(group.label()));
      list.add(option);
    }
    ComboBox<String> other = new ComboBox<>("Another label");
    other.setItems(
        groups.stream().map(TableDesk.Group::label).filter(label -> !label.isEmpty()).toList());
    other.setAllowCustomValue(true);
    other.setHelperText("Clients may get it later; Enter takes what you typed");
    other.setWidthFull();
    other.addCustomValueSetListener(event -> take(event.getDetail(), choose));
    other.addValueChangeListener(
        event -> {
          if (event.isFromClient() && event.getValue() != null) {
            take(event.getValue(), choose);
          }
        });
    add(intro, list, other);
  }

  private static void take(String label, SerializableConsumer<String> choose) {
    if (!label.isBlank()) {
      choose.accept(label.strip());
    }
  }
}
