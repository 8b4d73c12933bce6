package dev.spoor.web.component;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyModifier;
import com.vaadin.flow.component.Shortcuts;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.server.Command;

/// One line that says what was done, with the way back for ten seconds: a button, and the key Z.
public final class UndoToast {
  private static final int MILLIS = 10_000;

  private UndoToast() {}

  public static void show(String done, Command undo) {
    Notification toast = new Notification();
    toast.setPosition(Notification.Position.BOTTOM_START);
    toast.setDuration(MILLIS);
    Button back =
        new Button(
            "Undo",
            event -> {
              toast.close();
              undo.execute();
            });
    Span key = new Span("Z");
    key.addClassName("key");
    back.setSuffixComponent(key);
    back.addClassName("toast-action");
    Div line = new Div(new Span(done), back);
    line.addClassName("toast");
    toast.add(line);
    toast.open();
    Shortcuts.addShortcutListener(toast, back::click, Key.KEY_Z, new KeyModifier[0])
        .setBrowserDefaultAllowed(true);
  }
}
