package dev.spoor.server.client;

import dev.spoor.server.access.Authority;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// When a client was there, and what people noted of it. Thread-safe.
public final class ClientHistory {
  /// Characters of a note.
  public static final int LONGEST_NOTE = 4_000;

  private static final int MOST = 500;

  private final Database database;
  private final Audit audit;
  private final InstantSource clock;

  public ClientHistory(Database database, Audit audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /// One stretch of being connected; `to` is empty while it lasts.
  public record Presence(Instant from, Optional<Instant> to) {}

  public record Note(long id, String author, String text, Instant created) {}

  /// The stretches that reach beyond `from`, newest first.
  public List<Presence> presence(Principal principal, ClientId client, Instant from) {
    Authority.require(principal, Permission.READ_RESULTS, "read clients");
    return database.read(tx -> SqlClientHistory.presence(tx, client, from, MOST));
  }

  /// Newest first.
  public List<Note> notes(Principal principal, ClientId client) {
    Authority.require(principal, Permission.READ_RESULTS, "read clients");
    return database.read(tx -> SqlClientHistory.notes(tx, client, MOST));
  }

  public void addNote(Principal principal, ClientId client, String text) {
    Authority.require(principal, Permission.LABEL_CLIENT, "note something of a client");
    String note = text.strip();
    if (note.isEmpty() || note.length() > LONGEST_NOTE) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "a note has 1 to " + LONGEST_NOTE + " characters");
    }
    database.write(
        tx -> {
          SqlClientHistory.addNote(tx, client, principal.auditName(), note, clock.instant());
          audit.record(tx, principal, "client.note", client.value(), null, note);
          return null;
        });
  }

  public void removeNote(Principal principal, ClientId client, long id) {
    Authority.require(principal, Permission.LABEL_CLIENT, "remove a note of a client");
    database.write(
        tx -> {
          Note note =
              SqlClientHistory.notes(tx, client, MOST).stream()
                  .filter(one -> one.id() == id)
                  .findFirst()
                  .orElseThrow(
                      () -> new SpoorException(ErrorCode.NOT_FOUND, "the note is not there"));
          SqlClientHistory.removeNote(tx, client, id);
          audit.record(tx, principal, "client.note", client.value(), note.text(), null);
          return null;
        });
  }
}
