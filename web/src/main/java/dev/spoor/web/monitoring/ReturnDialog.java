package dev.spoor.web.monitoring;

import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.server.Command;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.monitoring.EntryChange;
import dev.spoor.server.monitoring.TableVersion;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Problem;
import dev.spoor.web.host.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks before an old version of a table is put in force again.
final class ReturnDialog extends Dialog {
  private static final int MOST = 200;

  /// How versions of a table are read.
  @FunctionalInterface
  interface History {
    TableVersion.Page read(Principal principal, Optional<Long> from, int limit);
  }

  private final Problem problem = new Problem();

  ReturnDialog(Viewer viewer, TableDesk desk, History history, long wanted, Command done) {
    long base = desk.version();
    setHeaderTitle("Put v" + wanted + " in force again, as v" + (base + 1) + "?");
    setWidth("560px");
    addClassName("form-dialog");
    List<EntryChange> undone = new ArrayList<>();
    for (TableVersion version :
        history.read(viewer.require(), Optional.of(base), MOST).versions()) {
      if (version.version() > wanted) {
        version.changes().forEach(change -> undone.add(turned(change)));
      }
    }
    add(
        problem,
        new Paragraph(
            "What was launched since is taken back. The versions stay in the history, so this can"
                + " be taken back, too."),
        new ChangeList(undone, desk.hasLabels()));
    getFooter()
        .add(
            Actions.plain("Cancel", event -> close()),
            Actions.primary(
                "Back to v" + wanted,
                event -> {
                  boolean well =
                      problem.during(
                          () -> {
                            TableDesk.Launched launched = desk.returnTo(wanted, base);
                            if (launched.saved()) {
                              close();
                            } else {
                              problem.show(
                                  "Somebody launched v" + launched.version() + " meanwhile.");
                            }
                          });
                  if (well) {
                    done.execute();
                  }
                }));
  }

  private static EntryChange turned(EntryChange change) {
    return new EntryChange(change.label(), change.artifact(), change.after(), change.before());
  }
}
