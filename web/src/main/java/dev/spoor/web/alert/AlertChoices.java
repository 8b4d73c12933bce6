package dev.spoor.web.alert;

import com.vaadin.flow.function.SerializableBiConsumer;
import com.vaadin.flow.function.SerializableRunnable;
import dev.spoor.server.alert.AlertAction;
import dev.spoor.server.alert.CloseReason;
import dev.spoor.web.alert.ChoiceDialog.Answer;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/// Asks what an action needs to know: to whom, until when, why.
final class AlertChoices implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient AlertDesk desk;
  private final SerializableBiConsumer<List<String>, AlertAction> act;
  private final SerializableRunnable closed;

  AlertChoices(
      AlertDesk desk,
      SerializableBiConsumer<List<String>, AlertAction> act,
      SerializableRunnable closed) {
    this.desk = desk;
    this.act = act;
    this.closed = closed;
  }

  private static String alerts(List<String> ids) {
    return ids.size() == 1 ? "this alert" : Words.count(ids.size(), "alert", "alerts");
  }

  void assign(List<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    String me = desk.who().name();
    List<String> people = new ArrayList<>(desk.alerts().people(desk.who()));
    // oneself first: that is what is asked most
    if (people.remove(me)) {
      people.addFirst(me);
    }
    List<Answer> answers =
        people.stream()
            .map(
                name ->
                    new Answer(
                        Plain.text(name),
                        name.equals(me) ? "you" : "",
                        _ -> act.accept(ids, new AlertAction.Assign(name))))
            .toList();
    new ChoiceDialog("Who is to be on " + alerts(ids) + "?", answers, null, closed).open();
  }

  void snooze(List<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    Instant now = desk.now();
    List<Answer> answers = new ArrayList<>();
    until(answers, ids, "An hour", now.plus(Duration.ofHours(1)));
    until(answers, ids, "Four hours", now.plus(Duration.ofHours(4)));
    until(answers, ids, "Until the evening", next(now, 18));
    until(answers, ids, "Until the morning", next(now, 8));
    until(answers, ids, "A week", now.plus(Duration.ofDays(7)));
    new ChoiceDialog("For how long is " + alerts(ids) + " no news?", answers, null, closed).open();
  }

  private void until(List<Answer> answers, List<String> ids, String words, Instant time) {
    answers.add(
        new Answer(
            words,
            AlertWords.clock(time, desk.now()) + " UTC",
            _ -> act.accept(ids, new AlertAction.Snooze(time))));
  }

  private static Instant next(Instant now, int hour) {
    ZonedDateTime at = now.atZone(ZoneOffset.UTC).with(LocalTime.of(hour, 0));
    return (at.toInstant().isAfter(now) ? at : at.plusDays(1)).toInstant();
  }

  void close(List<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    List<Answer> answers = new ArrayList<>();
    for (CloseReason reason : CloseReason.values()) {
      answers.add(
          new Answer(
              reason.label(),
              "",
              comment -> act.accept(ids, new AlertAction.Close(reason, comment))));
    }
    new ChoiceDialog("Why is " + alerts(ids) + " done with?", answers, "Comment", closed).open();
  }
}
