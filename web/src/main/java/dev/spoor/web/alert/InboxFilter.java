package dev.spoor.web.alert;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.spoor.server.alert.AlertFilter;
import dev.spoor.server.alert.Severity;
import dev.spoor.web.component.Icon;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What narrows the inbox: words and severities.
final class InboxFilter extends Div {
  private final TextField search = new TextField();
  private final transient Set<Severity> severities = EnumSet.noneOf(Severity.class);

  /// @param changed called after each choice
  InboxFilter(Runnable changed) {
    search.setPlaceholder("Rule, account, client, hash");
    search.setPrefixComponent(new Icon("search"));
    search.setClearButtonVisible(true);
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.setValueChangeTimeout(200);
    search.setAriaLabel("Search alerts");
    search.addValueChangeListener(event -> changed.run());
    Div shapes = new Div();
    shapes.addClassName("shapes");
    shapes.getElement().setAttribute("role", "group");
    shapes.getElement().setAttribute("aria-label", "Severity");
    for (Severity severity :
        List.of(Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)) {
      shapes.add(shape(severity, changed));
    }
    addClassNames("search-bar", "alert-filter");
    add(search, shapes);
  }

  private NativeButton shape(Severity severity, Runnable changed) {
    NativeButton button = new NativeButton();
    button.add(new Icon(severity.text()));
    button.addClassName(severity.text());
    button.getElement().setAttribute("aria-label", AlertWords.severity(severity));
    button.getElement().setAttribute("title", "Only " + AlertWords.severity(severity));
    button.getElement().setAttribute("aria-pressed", "false");
    button.addClickListener(
        event -> {
          if (!severities.remove(severity)) {
            severities.add(severity);
          }
          button.getElement().setAttribute("aria-pressed", "" + severities.contains(severity));
          changed.run();
        });
    return button;
  }

  AlertFilter narrow(AlertFilter filter) {
    return filter.withSeverities(severities).withText(search.getValue());
  }
}
