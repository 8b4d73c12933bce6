package dev.spoor.web.component;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyModifier;
import com.vaadin.flow.component.ShortcutRegistration;
import com.vaadin.flow.component.Shortcuts;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.server.Command;

/// One line that says what was done, with the way back for ten seconds: a button, and for the
/// newest one the key Z.
public final class UndoToast {
  private static final int MILLIS = 10_000;

  private UndoToast() {}

  public static void show(String done, Command undo) {
    UI ui = UI.getCurrent();
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
    Newest before = ComponentUtil.getData(ui, Newest.class);
    if (before != null) {
      before.release();
    }
    ShortcutRegistration shortcut =
        Shortcuts.addShortcutListener(toast, back::click, Key.KEY_Z, new KeyModifier[0]);
    shortcut.setBrowserDefaultAllowed(true);
    ComponentUtil.setData(ui, Newest.class, new Newest(toast, key, shortcut));
  }

  /// Whether the key Z is that of a toast now: a page that undoes by Z leaves it to the toast.
  public static boolean hasKey(UI ui) {
    Newest newest = ComponentUtil.getData(ui, Newest.class);
    return newest != null && newest.toast().isOpened();
  }

  /// One press takes back one thing, the last.
  private record Newest(Notification toast, Span key, ShortcutRegistration shortcut) {
    void release() {
      shortcut.remove();
      key.setVisible(false);
    }
  }
}
