package dev.spoor.server.alert;

import dev.spoor.server.alert.AlertRaiser.Kind;
import dev.spoor.server.alert.AlertRaiser.Raised;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.client.Clients;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.ObjectId;
import dev.spoor.server.identity.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns detections into alerts: the same event counts once, a new value is news, a repeat is
/// counted. Thread-safe; all state is in the database.
final class AlertIntake {
  private static final int MAX_TITLE = 300;
  private static final int MAX_NAME = 300;
  private static final int MAX_VALUE = 4_000;
  private static final long HOUR = 3_600;

  private final Audit audit;
  private final Clients clients;

  AlertIntake(Audit audit, Clients clients) {
    this.audit = audit;
    this.clients = clients;
  }

  Raised raise(Transaction tx, Principal principal, AlertSignal signal, Instant now) {
    String dedup = hash(dedup(signal));
    Optional<String> counted =
        SqlAlertParts.alertOfEvent(tx, signal.rule(), signal.eventId(), dedup);
    if (counted.isPresent()) {
      return new Raised(counted.get(), Kind.SAME_EVENT);
    }
    AlertEntity whole = signal.entity();
    String value = hash(whole.client() + "\0" + whole.account() + "\0" + whole.keyValue());
    AlertEntity entity =
        new AlertEntity(
            whole.client(),
            cut(whole.account(), MAX_NAME),
            cut(whole.keyColumn(), MAX_NAME),
            cut(whole.keyValue(), MAX_VALUE));
    ClientId client = entity.client();
    String hostname = client == null ? "" : clients.hostname(client).orElse("");
    Optional<SqlAlerts.Stored> open = SqlAlerts.open(tx, signal.rule(), dedup);
    Raised raised =
        open.isEmpty()
            ? begin(tx, signal, entity, hostname, dedup, value, now)
            : add(tx, open.get().alert(), signal, entity, hostname, value, now);
    String alert = raised.alert();
    SqlAlertParts.insertEvent(tx, signal, dedup, alert, value);
    if (open.isPresent() && open.get().alert().count() % 100 == 99) {
      SqlAlertParts.deleteOldEvents(tx, alert);
    }
    SqlAlertParts.countHour(tx, alert, Math.floorDiv(signal.time().getEpochSecond(), HOUR));
    if (raised.kind() == Kind.NEW_ALERT || raised.kind() == Kind.NEW_VALUE) {
      Map<String, @Nullable Object> what = new LinkedHashMap<>();
      what.put("rule", signal.rule());
      what.put("severity", signal.severity().text());
      what.put("client", client == null ? null : client.value());
      what.put("event", signal.eventId());
      what.put("news", raised.kind() == Kind.NEW_ALERT ? "alert" : "value");
      audit.record(tx, principal, "alert.raise", alert, null, what);
    }
    return raised;
  }

  private static Raised begin(
      Transaction tx,
      AlertSignal signal,
      AlertEntity entity,
      String hostname,
      String dedup,
      String value,
      Instant now) {
    String id = ObjectId.random('A');
    SqlAlerts.insert(
        tx,
        new Alert(
            id,
            signal.rule(),
            cut(signal.title(), MAX_TITLE),
            signal.severity(),
            entity,
            hostname,
            entity.client() == null ? 0 : 1,
            cut(signal.why(), MAX_VALUE),
            AlertState.OPEN,
            null,
            null,
            null,
            "",
            1,
            1,
            signal.time(),
            signal.time(),
            now,
            List.of(),
            0,
            1),
        dedup);
    SqlAlertParts.insertValue(tx, id, value, entity, hostname, signal.time(), now);
    return new Raised(id, Kind.NEW_ALERT);
  }

  private static Raised add(
      Transaction tx,
      Alert alert,
      AlertSignal signal,
      AlertEntity entity,
      String hostname,
      String value,
      Instant now) {
    Optional<Instant> told = SqlAlertParts.told(tx, alert.id(), value);
    Kind kind =
        told.isEmpty()
            ? Kind.NEW_VALUE
            : told.get().plus(signal.window()).isAfter(now) ? Kind.REPEAT : Kind.AFTER_WINDOW;
    if (kind == Kind.NEW_VALUE) {
      SqlAlertParts.insertValue(tx, alert.id(), value, entity, hostname, signal.time(), now);
    } else {
      SqlAlertParts.countValue(
          tx, alert.id(), value, signal.time(), kind == Kind.AFTER_WINDOW ? now : null);
    }
    boolean wakes = kind == Kind.NEW_VALUE && alert.state() == AlertState.SNOOZED;
    Alert after =
        new Alert(
            alert.id(),
            alert.rule(),
            alert.title(),
            alert.severity().worse(signal.severity()),
            entity,
            hostname,
            kind == Kind.NEW_VALUE ? SqlAlertParts.clients(tx, alert.id()) : alert.clients(),
            signal.why().isEmpty() ? alert.why() : cut(signal.why(), MAX_VALUE),
            wakes ? AlertChanges.awake(alert).state() : alert.state(),
            alert.owner(),
            wakes ? null : alert.until(),
            alert.reason(),
            alert.comment(),
            alert.count() + 1,
            alert.values() + (kind == Kind.NEW_VALUE ? 1 : 0),
            alert.first().isAfter(signal.time()) ? signal.time() : alert.first(),
            alert.last().isBefore(signal.time()) ? signal.time() : alert.last(),
            alert.created(),
            List.of(),
            alert.notes(),
            wakes ? alert.revision() + 1 : alert.revision());
    SqlAlerts.update(tx, after, null);
    if (wakes) {
      SqlAlertParts.insertHistory(
          tx,
          new AlertHistory(
              "",
              alert.id(),
              "wake",
              new Principal.System().auditName(),
              now,
              alert.standing(),
              after.standing(),
              after.revision(),
              false));
    }
    return new Raised(alert.id(), kind);
  }

  /// One alert of a rule per client and account, unless the signal says what else tells them apart;
  /// a signal about neither has only its value.
  private static String dedup(AlertSignal signal) {
    String own = signal.dedup();
    if (own != null) {
      return "own\0" + own;
    }
    AlertEntity entity = signal.entity();
    if (entity.client() == null && entity.account().isEmpty()) {
      return "value\0" + entity.keyValue();
    }
    return "entity\0" + entity.client() + "\0" + entity.account();
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end) + "…";
  }
}
