package dev.spoor.web.component;

import com.vaadin.flow.component.ClickEvent;
import com.vaadin.flow.component.ComponentEventListener;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;

/// Buttons as the pages use them: verbs, one primary per view, icons of the shell.
public final class Actions {
  private Actions() {}

  public static Button plain(
      String verb, String icon, ComponentEventListener<ClickEvent<Button>> action) {
    return new Button(verb, new Icon(icon), action);
  }

  public static Button plain(String verb, ComponentEventListener<ClickEvent<Button>> action) {
    return new Button(verb, action);
  }

  public static Button primary(String verb, ComponentEventListener<ClickEvent<Button>> action) {
    Button button = new Button(verb, action);
    button.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    return button;
  }

  /// Text without a frame, for what is not the main thing.
  public static Button quiet(String verb, ComponentEventListener<ClickEvent<Button>> action) {
    Button button = new Button(verb, action);
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    return button;
  }

  /// An icon alone; `name` says what it does.
  public static Button icon(
      String name, String icon, ComponentEventListener<ClickEvent<Button>> action) {
    Button button = new Button(new Icon(icon), action);
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    button.addClassName("icon-only");
    button.setAriaLabel(name);
    button.setTooltipText(name);
    return button;
  }
}
