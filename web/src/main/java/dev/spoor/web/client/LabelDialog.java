package dev.spoor.web.client;

import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.function.SerializableBiConsumer;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/// Gives labels to clients and takes them away; names the number, changes nothing until told.
final class LabelDialog extends Dialog {
  private final Problem problem = new Problem();

  LabelDialog(
      int clients,
      Set<String> known,
      Set<String> carried,
      SerializableBiConsumer<Set<String>, Set<String>> change) {
    setHeaderTitle("Labels of " + Words.count(clients, "client", "clients"));
    setWidth("440px");
    addClassName("form-dialog");

    MultiSelectComboBox<String> more = new MultiSelectComboBox<>("Add");
    Set<String> items = new TreeSet<>(known);
    more.setItems(items);
    more.setAllowCustomValue(true);
    more.setHelperText("Choose or type; Enter takes what you typed");
    more.addCustomValueSetListener(
        event -> {
          String label = event.getDetail().strip();
          if (!label.isEmpty()) {
            Set<String> chosen = new LinkedHashSet<>(more.getValue());
            chosen.add(label);
            items.add(label);
            more.setItems(items);
            more.setValue(chosen);
          }
        });
    MultiSelectComboBox<String> less = new MultiSelectComboBox<>("Remove");
    less.setItems(new TreeSet<>(carried));
    less.setEnabled(!carried.isEmpty());
    more.setWidthFull();
    less.setWidthFull();
    add(problem, more, less);
    getFooter()
        .add(
            Actions.plain("Cancel", event -> close()),
            Actions.primary(
                "Change labels",
                event -> {
                  if (problem.during(() -> change.accept(more.getValue(), less.getValue()))) {
                    close();
                  }
                }));
  }
}
