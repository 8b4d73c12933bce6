package dev.spoor.server.alert;

import dev.spoor.server.access.Authority;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.client.Clients;
import dev.spoor.server.database.Database;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ObjectId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The inbox: alerts are raised by detections and worked through by people. Thread-safe.
public final class Alerts implements AlertRaiser {
  /// Hours of [Alert#hours].
  public static final int HOURS = 14;

  private static final int MOST_AT_ONCE = 1_000;
  private static final int MOST_PLACES = 100_000;
  private static final int MAX_TEXT = 10_000;
  private static final Duration LONGEST_SNOOZE = Duration.ofDays(90);

  private final Database database;
  private final Audit audit;
  private final AlertIntake intake;
  private final Supplier<List<String>> people;
  private final InstantSource clock;
  private final List<AlertListener> listeners = new CopyOnWriteArrayList<>();

  /// @param people names of the users who may be asked to be on an alert
  public Alerts(
      Database database,
      Audit audit,
      Clients clients,
      Supplier<List<String>> people,
      InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.intake = new AlertIntake(audit, clients);
    this.people = people;
    this.clock = clock;
  }

  public void addListener(AlertListener listener) {
    listeners.add(listener);
  }

  private void after(Transaction tx, String alert, AlertListener.Change change) {
    tx.afterCommit(() -> listeners.forEach(listener -> listener.changed(alert, change)));
  }

  @Override
  public Raised raise(Transaction tx, Principal principal, AlertSignal signal) {
    Raised raised = intake.raise(tx, principal, signal, clock.instant());
    if (raised.kind() != Kind.SAME_EVENT) {
      after(
          tx,
          raised.alert(),
          raised.isNews() ? AlertListener.Change.RAISED : AlertListener.Change.COUNTED);
    }
    return raised;
  }

  /// Raises in a transaction of its own: for those who have none.
  public Raised raise(Principal principal, AlertSignal signal) {
    Authority.require(principal, Permission.ALERT_EDIT, "raise an alert");
    return database.write(tx -> raise(tx, principal, signal));
  }

  // reading

  public AlertPage page(
      Principal principal,
      AlertFilter filter,
      AlertOrder order,
      @Nullable String cursor,
      int limit) {
    requireRead(principal);
    AlertCursor after = cursor == null ? null : AlertCursor.parse(cursor);
    return database.read(
        tx -> {
          List<Alert> found = SqlAlerts.page(tx, filter, order, after, limit + 1);
          boolean more = found.size() > limit;
          List<Alert> page = more ? found.subList(0, limit) : found;
          return new AlertPage(
              withHours(tx, page), more ? AlertCursor.after(page.getLast()).text() : null);
        });
  }

  /// The whole list as places, for a page that shows it without moving it.
  public List<AlertPlace> places(Principal principal, AlertFilter filter, AlertOrder order) {
    requireRead(principal);
    return database.read(tx -> SqlAlerts.places(tx, filter, order, MOST_PLACES));
  }

  /// Those that are there, in the order of `ids`.
  public List<Alert> find(Principal principal, Collection<String> ids) {
    requireRead(principal);
    return database.read(tx -> withHours(tx, SqlAlerts.all(tx, ids)));
  }

  public Alert require(Principal principal, String id) {
    requireRead(principal);
    return database.read(tx -> withHours(tx, List.of(require(tx, id))).getFirst());
  }

  public AlertCounts counts(Principal principal) {
    requireRead(principal);
    return database.read(tx -> SqlAlerts.counts(tx, nameOf(principal)));
  }

  public long count(Principal principal, AlertFilter filter) {
    requireRead(principal);
    return database.read(tx -> SqlAlerts.count(tx, filter));
  }

  /// Detections of an alert, the newest first; the newest thousand are kept.
  public List<AlertEvent> events(Principal principal, String id, int offset, int limit) {
    requireRead(principal);
    return database.read(tx -> SqlAlertParts.events(tx, id, offset, limit));
  }

  /// What deliveries about the alert carry as event.
  public List<String> deliveryKeys(Principal principal, String id) {
    requireRead(principal);
    return database.read(tx -> SqlAlertParts.deliveryKeys(tx, id, 100));
  }

  /// Distinct values, the most frequent first.
  public List<AlertValue> values(Principal principal, String id, int limit) {
    requireRead(principal);
    return database.read(tx -> SqlAlertParts.values(tx, id, limit));
  }

  /// Other alerts with the same client, account or value; the open ones first.
  public List<Alert> related(Principal principal, String id, int limit) {
    requireRead(principal);
    return database.read(tx -> withHours(tx, SqlAlerts.related(tx, require(tx, id), limit)));
  }

  public List<AlertNote> notes(Principal principal, String id) {
    requireRead(principal);
    return database.read(tx -> SqlAlertParts.notes(tx, id));
  }

  /// The newest first.
  public List<AlertHistory> history(Principal principal, String id) {
    requireRead(principal);
    return database.read(tx -> SqlAlertParts.history(tx, id, 200));
  }

  /// Names of the users who may be asked to be on an alert.
  public List<String> people(Principal principal) {
    requireRead(principal);
    return people.get();
  }

  private static void requireRead(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read alerts");
  }

  private static Alert require(Transaction tx, String id) {
    return SqlAlerts.find(tx, id)
        .map(SqlAlerts.Stored::alert)
        .orElseThrow(
            () -> new SpoorException(ErrorCode.NOT_FOUND, "alert " + id + " is not there"));
  }

  private List<Alert> withHours(Transaction tx, List<Alert> alerts) {
    long now = Math.floorDiv(clock.instant().getEpochSecond(), 3_600L);
    Map<String, Map<Long, Integer>> hours =
        SqlAlertParts.hours(tx, alerts.stream().map(Alert::id).toList(), now - HOURS + 1);
    return alerts.stream()
        .map(
            alert -> {
              Map<Long, Integer> own = hours.getOrDefault(alert.id(), Map.of());
              List<Integer> bars = new ArrayList<>();
              for (long hour = now - HOURS + 1; hour <= now; hour++) {
                bars.add(own.getOrDefault(hour, 0));
              }
              return AlertChanges.withHours(alert, bars);
            })
        .toList();
  }

  // working through

  /// What was done.
  ///
  /// @param undo takes all of it back
  /// @param alerts as they are now
  public record Done(String undo, List<Alert> alerts) {
    public Done {
      alerts = List.copyOf(alerts);
    }
  }

  /// Does the same with each of the alerts; all or nothing.
  public Done act(Principal principal, Collection<String> ids, AlertAction action) {
    Authority.require(principal, Permission.ALERT_EDIT, action.verb() + " alerts");
    check(ids, action);
    String undo = ObjectId.random('A').substring(2);
    return database.write(
        tx -> {
          Instant now = clock.instant();
          List<String> done = new ArrayList<>();
          for (String id : new LinkedHashSet<>(ids)) {
            Alert before = require(tx, id);
            Alert.Standing standing = AlertChanges.standing(before, action, nameOf(principal));
            if (!standing.equals(before.standing())) {
              change(tx, principal, before, standing, action.verb(), undo, now);
            }
            done.add(id);
          }
          return new Done(undo, withHours(tx, SqlAlerts.all(tx, done)));
        });
  }

  private void check(Collection<String> ids, AlertAction action) {
    if (ids.isEmpty() || ids.size() > MOST_AT_ONCE) {
      throw new SpoorException(
          ErrorCode.LIMIT_REACHED,
          ids.size() + " alerts at once; it takes between 1 and " + MOST_AT_ONCE);
    }
    switch (action) {
      case AlertAction.Assign(String user) -> {
        if (!people.get().contains(user)) {
          throw new SpoorException(
              ErrorCode.INVALID_REQUEST, "\"" + user + "\" is nobody who may work on alerts");
        }
      }
      case AlertAction.Snooze(Instant until) -> {
        Instant now = clock.instant();
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_SNOOZE))) {
          throw new SpoorException(
              ErrorCode.INVALID_REQUEST,
              "snooze until " + until + ": it must be within " + LONGEST_SNOOZE.toDays() + " days");
        }
      }
      case AlertAction.Close(CloseReason _, String comment) -> checkText("comment", comment);
      case AlertAction.Acknowledge _, AlertAction.Reopen _ -> {
        // nothing to get wrong
      }
    }
  }

  private static void checkText(String name, String text) {
    if (text.length() > MAX_TEXT) {
      throw new SpoorException(
          ErrorCode.TOO_LARGE,
          name + " of " + text.length() + " characters is longer than " + MAX_TEXT);
    }
  }

  private void change(
      Transaction tx,
      Principal principal,
      Alert before,
      Alert.Standing standing,
      String verb,
      String undo,
      Instant now) {
    requireNoOther(tx, before, standing);
    Alert after = AlertChanges.with(before, standing, before.revision() + 1);
    SqlAlerts.update(tx, after, standing.state() == AlertState.CLOSED ? now : null);
    SqlAlertParts.insertHistory(
        tx,
        new AlertHistory(
            undo,
            before.id(),
            verb,
            principal.auditName(),
            now,
            before.standing(),
            standing,
            after.revision(),
            false));
    audit.record(tx, principal, "alert." + verb, before.id(), before.standing(), standing);
    after(tx, before.id(), AlertListener.Change.CHANGED);
  }

  /// Of one rule and dedup key, one alert is open at a time.
  private static void requireNoOther(Transaction tx, Alert alert, Alert.Standing standing) {
    if (alert.state() == AlertState.CLOSED && standing.state() != AlertState.CLOSED) {
      String dedup = SqlAlerts.find(tx, alert.id()).orElseThrow().dedup();
      SqlAlerts.open(tx, alert.rule(), dedup)
          .ifPresent(
              other -> {
                throw new SpoorException(
                    ErrorCode.CONFLICT,
                    "alert "
                        + other.alert().id()
                        + " was opened since for the same; this one stays closed");
              });
    }
  }

  /// Takes back what one call of [#act] did, where nothing was done since. The alerts as they are
  /// now; CONFLICT if none could be taken back.
  public List<Alert> undo(Principal principal, String undo) {
    Authority.require(principal, Permission.ALERT_EDIT, "undo");
    return database.write(
        tx -> {
          List<AlertHistory> done = undo.isEmpty() ? List.of() : SqlAlertParts.doneWith(tx, undo);
          if (done.isEmpty()) {
            throw new SpoorException(ErrorCode.NOT_FOUND, "nothing was done as " + undo);
          }
          List<String> changed = new ArrayList<>();
          for (AlertHistory item : done) {
            if (!item.author().equals(principal.auditName())) {
              throw new SpoorException(
                  ErrorCode.FORBIDDEN, item.author() + " did this; only who did it takes it back");
            }
            Alert now = require(tx, item.alert());
            Alert.Standing before = item.before();
            if (before != null && !item.isUndone() && now.revision() == item.revision()) {
              change(tx, principal, now, before, "undo", "", clock.instant());
              SqlAlertParts.markUndone(tx, undo, item.alert());
              changed.add(item.alert());
            }
          }
          if (changed.isEmpty()) {
            throw new SpoorException(
                ErrorCode.CONFLICT, "something else was done with it since: nothing is taken back");
          }
          return withHours(tx, SqlAlerts.all(tx, changed));
        });
  }

  public AlertNote addNote(Principal principal, String id, String text) {
    Authority.require(principal, Permission.ALERT_EDIT, "write notes");
    checkText("note", text);
    if (text.isBlank()) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "the note is empty");
    }
    return database.write(
        tx -> {
          Alert alert = require(tx, id);
          Instant now = clock.instant();
          String author = nameOf(principal);
          long number = SqlAlertParts.insertNote(tx, id, author, now, text.strip());
          SqlAlertParts.countNotes(tx, id);
          audit.record(tx, principal, "alert.note", alert.id(), null, text.strip());
          after(tx, id, AlertListener.Change.CHANGED);
          return new AlertNote(number, author, now, text.strip());
        });
  }

  /// Only its author takes a note back.
  public void deleteNote(Principal principal, String id, long number) {
    Authority.require(principal, Permission.ALERT_EDIT, "delete notes");
    database.write(
        tx -> {
          AlertNote note =
              SqlAlertParts.notes(tx, id).stream()
                  .filter(one -> one.number() == number)
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new SpoorException(
                              ErrorCode.NOT_FOUND, "note " + number + " is not there"));
          if (!note.author().equals(nameOf(principal))) {
            throw new SpoorException(
                ErrorCode.FORBIDDEN, "the note is " + note.author() + "'s: only its author may");
          }
          SqlAlertParts.deleteNote(tx, number);
          SqlAlertParts.countNotes(tx, id);
          audit.record(tx, principal, "alert.note", id, note.text(), null);
          after(tx, id, AlertListener.Change.CHANGED);
          return null;
        });
  }

  /// Wakes the snoozed ones whose time has come.
  void wake() {
    Principal system = new Principal.System();
    Instant now = clock.instant();
    if (database.read(tx -> SqlAlerts.due(tx, now)).isEmpty()) {
      return;
    }
    database.write(
        tx -> {
          for (Alert alert : SqlAlerts.due(tx, now)) {
            change(tx, system, alert, AlertChanges.awake(alert), "wake", "", now);
          }
          return null;
        });
  }

  static String nameOf(Principal principal) {
    return switch (principal) {
      case Principal.User user -> user.name();
      case Principal.Token token -> token.owner().name();
      case Principal.Service service -> service.name();
      case Principal.Client client -> client.id().value();
      case Principal.System _ -> "system";
    };
  }
}
