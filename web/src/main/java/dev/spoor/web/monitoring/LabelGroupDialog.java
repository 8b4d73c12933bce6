package dev.spoor.web.monitoring;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.function.SerializableConsumer;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Problem;
import java.util.Set;
import java.util.TreeSet;

/// Chooses the label of a new group.
final class LabelGroupDialog extends Dialog {
  LabelGroupDialog(Set<String> labels, SerializableConsumer<String> add) {
    setHeaderTitle("Watch something on clients with a label");
    setWidth("420px");
    Problem problem = new Problem();
    ComboBox<String> label = new ComboBox<>("Label");
    label.setItems(new TreeSet<>(labels));
    label.setAllowCustomValue(true);
    label.setWidthFull();
    label.setHelperText("From then on only those who may change monitoring can give or take it");
    label.addCustomValueSetListener(event -> label.setValue(event.getDetail().strip()));
    add(problem, label);
    getFooter()
        .add(
            Actions.plain("Cancel", event -> close()),
            Actions.primary(
                "Add group",
                event -> {
                  String wanted = label.getValue();
                  if (wanted == null || wanted.isBlank()) {
                    problem.show("No label is chosen.");
                  } else if (problem.during(() -> add.accept(wanted))) {
                    close();
                  }
                }));
  }
}
