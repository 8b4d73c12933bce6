package dev.spoor.web.alert;

import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.function.SerializableConsumer;
import dev.spoor.server.alert.Decision;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a decision down: about whom, what, until when, who sees to it.
final class DecisionDialog extends Dialog {
  private final transient AlertDesk desk;
  private final Problem problem = new Problem();
  private final Select<Subject> whom = new Select<>();
  private final Select<Decision.Kind> kind = new Select<>();
  private final TextField due = new TextField("At (UTC)");
  private final TextField owner = new TextField("Who sees to it");
  private final TextField text = new TextField("In your words");

  /// @param name as the page calls it
  record Subject(Decision.About about, String subject, String name) {}

  DecisionDialog(
      AlertDesk desk, List<Subject> subjects, SerializableConsumer<Decision.Draft> decide) {
    this.desk = desk;
    setHeaderTitle("What was decided?");
    setWidth("440px");
    addClassName("form-dialog");
    whom.setLabel("About");
    whom.setItems(subjects);
    whom.setItemLabelGenerator(
        one ->
            switch (one.about()) {
              case CLIENT -> "Client " + AlertWords.cut(one.name());
              case ACCOUNT -> "Account " + AlertWords.cut(one.name());
              case NOTEBOOK -> "This notebook";
            });
    whom.setValue(subjects.getFirst());
    kind.setLabel("Decision");
    kind.setItems(Decision.Kind.values());
    kind.setItemLabelGenerator(DecisionDialog::words);
    kind.setValue(Decision.Kind.MONITOR_ONLY);
    due.setPlaceholder("18:00");
    due.setHelperText("A time of day, or 2026-11-25 18:00; empty for now");
    owner.setValue(desk.who().name());
    whom.setWidthFull();
    kind.setWidthFull();
    due.setWidthFull();
    owner.setWidthFull();
    text.setWidthFull();
    add(problem, whom, kind, due, text, owner);
    getFooter()
        .add(
            Actions.plain("Cancel", event -> close()),
            Actions.primary(
                "Write it down",
                event -> {
                  if (problem.during(() -> decide.accept(draft()))) {
                    close();
                  }
                }));
  }

  private static String words(Decision.Kind kind) {
    return switch (kind) {
      case MONITOR_ONLY -> "Monitor only";
      case CONTAINED -> "Contained (label Quarantine)";
      case RELEASED -> "Released";
      case STRIKE_ZONE -> "Strike zone set";
      case OTHER -> "Something else";
    };
  }

  private Decision.Draft draft() {
    Subject subject = whom.getValue();
    return new Decision.Draft(
        subject.about(),
        subject.subject(),
        kind.getValue(),
        text.getValue(),
        time(due.getValue(), desk.now()),
        owner.getValue());
  }

  /// The next time that the clock shows that, or the day and time as written.
  static @Nullable Instant time(String written, Instant now) {
    String plain = written.strip();
    if (plain.isEmpty()) {
      return null;
    }
    try {
      if (plain.length() <= 5) {
        ZonedDateTime today = now.atZone(ZoneOffset.UTC);
        ZonedDateTime at = today.with(LocalTime.parse(plain.length() == 4 ? "0" + plain : plain));
        return (at.toInstant().isAfter(now) ? at : at.plusDays(1)).toInstant();
      }
      String form = plain.replace(' ', 'T');
      return Instant.parse(
          form.endsWith("Z") ? form : form.length() == 16 ? form + ":00Z" : form + "Z");
    } catch (DateTimeException e) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "\"" + plain + "\" is no time: write 18:00 or 2026-11-25 18:00");
    }
  }
}
