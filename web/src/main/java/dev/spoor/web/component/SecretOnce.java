package dev.spoor.web.component;

import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;

/// Shows once, in place of a dialog's form, what will never be shown again.
public final class SecretOnce {
  private SecretOnce() {}

  public static void show(Dialog dialog, String sentence, String text) {
    dialog.removeAll();
    Pre shown = new Pre(text);
    shown.addClassName("command");
    shown.getElement().setAttribute("tabindex", "0");
    Paragraph note = new Paragraph(sentence);
    note.addClassName("quiet-2");
    dialog.add(new Div(note, shown));
    dialog.getFooter().removeAll();
    dialog.getFooter().add(Actions.primary("Done", event -> dialog.close()));
  }
}
