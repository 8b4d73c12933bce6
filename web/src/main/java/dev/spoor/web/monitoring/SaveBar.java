package dev.spoor.web.monitoring;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.server.Command;
import dev.spoor.web.component.Actions;

/// What differs from the saved table, and the one button that makes it so.
final class SaveBar extends Div {
  private final Span note = new Span();
  private final Button save;
  private final Button over;

  SaveBar(Command save, Command discard, Command over) {
    addClassNames("selection-bar", "save-bar");
    Span gap = new Span();
    gap.addClassName("grow");
    this.save = Actions.primary("Save", event -> save.execute());
    this.over = Actions.plain("Save mine over it", event -> over.execute());
    note.addClassName("strong");
    add(note, gap, Actions.plain("Discard", event -> discard.execute()), this.over, this.save);
    setVisible(false);
  }

  void show(long nextVersion, String what) {
    note.setText(what);
    save.setText("Save table v" + nextVersion);
    save.setVisible(true);
    over.setVisible(false);
    setVisible(true);
  }

  /// Somebody else saved first: both ways are open, nothing is lost.
  void showConflict(long theirs) {
    note.setText("Somebody saved v" + theirs + " meanwhile. Yours is still here");
    save.setVisible(false);
    over.setVisible(true);
    setVisible(true);
  }
}
