package dev.spoor.web.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Span;

/// The bar at the top of a page: its name, one quiet line about it, what can be done at the right.
public final class PageTop extends Header {
  private final Span meta = new Span();

  public PageTop(String title, Component... actions) {
    addClassName("page-top");
    DrawerToggle toggle = new DrawerToggle();
    toggle.setIcon(new Icon("burger"));
    toggle.setAriaLabel("Navigation");
    meta.addClassNames("meta", "cut");
    Div gap = new Div();
    gap.addClassName("grow");
    add(toggle, new H1(title), meta, gap);
    add(actions);
  }

  public void meta(String text) {
    if (!text.equals(meta.getText())) {
      meta.setText(text);
    }
  }
}
