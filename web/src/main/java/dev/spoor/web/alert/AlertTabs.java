package dev.spoor.web.alert;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.function.SerializableSupplier;
import java.util.ArrayList;
import java.util.List;

/// Tabs whose content is made when it is looked at.
final class AlertTabs extends Div {
  private final Div head = new Div();
  private final Div body = new Div();
  private final List<NativeButton> tabs = new ArrayList<>();
  private final List<SerializableSupplier<Component>> contents = new ArrayList<>();

  AlertTabs() {
    head.addClassName("tabs");
    head.getElement().setAttribute("role", "tablist");
    head.getElement().setAttribute("aria-label", "About this alert");
    body.getElement().setAttribute("role", "tabpanel");
    body.setId("alert-tab-panel");
    add(head, body);
  }

  void tab(String name, String count, SerializableSupplier<Component> content) {
    int at = tabs.size();
    Span number = new Span(count);
    number.addClassNames("tab-count", "num");
    NativeButton tab = new NativeButton();
    tab.add(new Span(name), number);
    tab.setId("alert-tab-" + at);
    tab.getElement().setAttribute("role", "tab");
    tab.getElement().setAttribute("aria-controls", "alert-tab-panel");
    tab.addClickListener(event -> open(at));
    tab.getElement()
        .addEventListener("keydown", event -> open(at - 1, true))
        .setFilter("event.key === '" + Key.ARROW_LEFT.getKeys().getFirst() + "'");
    tab.getElement()
        .addEventListener("keydown", event -> open(at + 1, true))
        .setFilter("event.key === '" + Key.ARROW_RIGHT.getKeys().getFirst() + "'");
    tabs.add(tab);
    contents.add(content);
    head.add(tab);
  }

  private void open(int at, boolean focus) {
    int wanted = Math.floorMod(at, tabs.size());
    open(wanted);
    if (focus) {
      tabs.get(wanted).focus();
    }
  }

  void open(int at) {
    for (int i = 0; i < tabs.size(); i++) {
      tabs.get(i).getElement().setAttribute("aria-selected", "" + (i == at));
      tabs.get(i).setTabIndex(i == at ? 0 : -1);
    }
    body.removeAll();
    body.getElement().setAttribute("aria-labelledby", "alert-tab-" + at);
    body.add(contents.get(at).get());
  }
}
