package dev.spoor.web.detection;

import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.spoor.server.detection.RuleImport;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Problem;
import java.util.List;
import java.util.function.Function;

/// Sigma rules as text: what is wrong is said while typing, with its place.
final class RuleDialog extends Dialog {
  private static final int SHOWN = 20;

  RuleDialog(
      String title,
      String text,
      Function<String, List<String>> check,
      Function<String, RuleImport> save) {
    setHeaderTitle(title);
    setWidth("720px");
    Problem problem = new Problem();
    Div issues = new Div();
    issues.addClassName("rule-issues");
    issues.getElement().setAttribute("aria-live", "polite");
    TextArea area = new TextArea("Sigma rules, several are divided by ---");
    area.setValue(text);
    area.setWidthFull();
    area.setMinRows(18);
    area.setMaxRows(28);
    area.addClassName("code");
    area.setValueChangeMode(ValueChangeMode.LAZY);
    area.setValueChangeTimeout(250);
    area.addValueChangeListener(
        event ->
            show(issues, event.getValue().isBlank() ? List.of() : check.apply(event.getValue())));
    add(problem, area, issues);
    getFooter()
        .add(
            Actions.plain("Cancel", event -> close()),
            Actions.primary(
                "Save on trial",
                event ->
                    problem.during(
                        () -> {
                          RuleImport done = save.apply(area.getValue());
                          if (done.rejected().isEmpty()) {
                            close();
                          } else {
                            show(issues, done.rejected());
                          }
                        })));
    if (!text.isBlank()) {
      show(issues, check.apply(text));
    }
  }

  private static void show(Div issues, List<String> problems) {
    issues.removeAll();
    problems.stream().limit(SHOWN).forEach(one -> issues.add(new Div(Plain.text(one))));
    if (problems.size() > SHOWN) {
      issues.add(new Div((problems.size() - SHOWN) + " more"));
    }
  }
}
