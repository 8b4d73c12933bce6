package dev.spoor.server.alert;

import dev.spoor.server.access.Authority;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.client.Clients;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.ObjectId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// The timeline of a case: what was decided about clients, accounts and notebooks, by whom, until
/// when. Nothing on it is deleted; what no longer holds is withdrawn. Thread-safe.
public final class Decisions {
  /// Clients that are contained carry this label; its group says what runs on them.
  public static final String QUARANTINE = "Quarantine";

  private static final int MAX_TEXT = 2_000;
  private static final int MAX_SUBJECT = 300;

  private final Database database;
  private final Audit audit;
  private final Clients clients;
  private final InstantSource clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public Decisions(Database database, Audit audit, Clients clients, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clients = clients;
    this.clock = clock;
  }

  /// Called after each change; must be short and must not throw.
  public void addListener(Runnable listener) {
    listeners.add(listener);
  }

  /// Writes a decision down. One that contains a client gives it the label [#QUARANTINE], one that
  /// releases it takes the label; that needs the right to do so.
  public Decision decide(Principal principal, Decision.Draft draft) {
    Authority.require(principal, Permission.ALERT_EDIT, "write decisions down");
    check(principal, draft);
    String who = Alerts.nameOf(principal);
    if (draft.about() == Decision.About.CLIENT) {
      label(principal, new ClientId(draft.subject()), draft.kind());
    }
    return database.write(
        tx -> {
          Decision decision =
              SqlDecisions.insert(
                  tx,
                  new Decision(
                      0,
                      draft.about(),
                      draft.subject(),
                      draft.kind(),
                      draft.text().strip(),
                      draft.due(),
                      draft.owner().isBlank() ? who : draft.owner(),
                      who,
                      clock.instant(),
                      null));
          audit.record(tx, principal, "decision.make", draft.subject(), null, decision);
          tx.afterCommit(() -> listeners.forEach(Runnable::run));
          return decision;
        });
  }

  private void label(Principal principal, ClientId client, Decision.Kind kind) {
    switch (kind) {
      case CONTAINED ->
          clients.changeLabels(principal, List.of(client), Set.of(QUARANTINE), Set.of());
      case RELEASED ->
          clients.changeLabels(principal, List.of(client), Set.of(), Set.of(QUARANTINE));
      case MONITOR_ONLY, STRIKE_ZONE, OTHER -> {
        // says nothing of quarantine
      }
    }
  }

  private void check(Principal principal, Decision.Draft draft) {
    switch (draft.about()) {
      case CLIENT -> {
        if (!ClientId.isValid(draft.subject())) {
          throw new SpoorException(
              ErrorCode.NOT_FOUND, "client \"" + draft.subject() + "\" is not enrolled");
        }
        clients.require(principal, new ClientId(draft.subject()));
      }
      case ACCOUNT -> {
        if (draft.subject().isBlank() || draft.subject().length() > MAX_SUBJECT) {
          throw new SpoorException(
              ErrorCode.INVALID_REQUEST, "an account has 1 to " + MAX_SUBJECT + " characters");
        }
      }
      case NOTEBOOK -> {
        if (!ObjectId.isValid('N', draft.subject())) {
          throw new SpoorException(
              ErrorCode.NOT_FOUND, "notebook \"" + draft.subject() + "\" is not there");
        }
      }
    }
    if (draft.text().length() > MAX_TEXT || draft.owner().length() > MAX_SUBJECT) {
      throw new SpoorException(
          ErrorCode.TOO_LARGE, "a decision has at most " + MAX_TEXT + " characters");
    }
    if (draft.kind() == Decision.Kind.OTHER && draft.text().isBlank()) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "say what was decided");
    }
  }

  /// Takes a decision back: it stays on the timeline as withdrawn. A client that it contained is
  /// released.
  public Decision withdraw(Principal principal, long number) {
    Authority.require(principal, Permission.ALERT_EDIT, "withdraw decisions");
    Decision known = require(number);
    if (known.withdrawn() != null) {
      return known;
    }
    if (known.about() == Decision.About.CLIENT && known.kind() == Decision.Kind.CONTAINED) {
      label(principal, new ClientId(known.subject()), Decision.Kind.RELEASED);
    }
    return database.write(
        tx -> {
          Instant now = clock.instant();
          Decision before = SqlDecisions.find(tx, number).orElseThrow();
          SqlDecisions.withdraw(tx, number, now);
          Decision after = SqlDecisions.find(tx, number).orElseThrow();
          audit.record(tx, principal, "decision.withdraw", before.subject(), before, after);
          tx.afterCommit(() -> listeners.forEach(Runnable::run));
          return after;
        });
  }

  private Decision require(long number) {
    return database.read(
        tx ->
            SqlDecisions.find(tx, number)
                .orElseThrow(
                    () ->
                        new SpoorException(
                            ErrorCode.NOT_FOUND, "decision " + number + " is not there")));
  }

  /// On one subject, the newest first.
  public List<Decision> on(Principal principal, Decision.About about, String subject) {
    requireRead(principal);
    return database.read(tx -> SqlDecisions.on(tx, about, subject));
  }

  /// On whom an alert is about: its client and its account, the newest first.
  public List<Decision> on(Principal principal, AlertEntity entity) {
    requireRead(principal);
    List<Decision> all = new ArrayList<>();
    ClientId client = entity.client();
    if (client != null) {
      all.addAll(on(principal, Decision.About.CLIENT, client.value()));
    }
    if (!entity.account().isEmpty()) {
      all.addAll(on(principal, Decision.About.ACCOUNT, entity.account()));
    }
    all.sort((a, b) -> Long.compare(b.number(), a.number()));
    return all;
  }

  /// All of them, the newest first, those before the number `before`.
  public List<Decision> page(Principal principal, long before, int limit) {
    requireRead(principal);
    return database.read(tx -> SqlDecisions.page(tx, before, limit));
  }

  private static void requireRead(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read decisions");
  }
}
