package dev.spoor.server.client;

import dev.spoor.server.client.ClientHistory.Note;
import dev.spoor.server.client.ClientHistory.Presence;
import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.identity.ClientId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The tables of presence and notes.
final class SqlClientHistory {
  private SqlClientHistory() {}

  /// A newer connection goes on where an older one still stands.
  static void connected(Transaction tx, ClientId id, Instant now) {
    tx.handle()
        .createUpdate(
            "INSERT OR IGNORE INTO client_presence (client, from_time) SELECT :client, :now"
                + " WHERE NOT EXISTS (SELECT 1 FROM client_presence"
                + " WHERE client = :client AND to_time IS NULL)")
        .bind("client", id.value())
        .bind("now", EpochNanos.of(now))
        .execute();
  }

  static void disconnected(Transaction tx, ClientId id, Instant now) {
    tx.handle()
        .execute(
            "UPDATE client_presence SET to_time = ? WHERE client = ? AND to_time IS NULL",
            EpochNanos.of(now),
            id.value());
  }

  /// After a stop that nobody saw: each was there until it was seen last.
  static void closeAll(Transaction tx) {
    tx.handle()
        .execute(
            "UPDATE client_presence SET to_time = MAX(from_time, COALESCE((SELECT last_seen"
                + " FROM client WHERE id = client_presence.client), from_time))"
                + " WHERE to_time IS NULL");
  }

  static List<Presence> presence(Transaction tx, ClientId id, Instant from, int most) {
    return tx.handle()
        .createQuery(
            "SELECT from_time, to_time, to_time IS NULL FROM client_presence WHERE client = :client"
                + " AND (to_time IS NULL OR to_time > :from) ORDER BY from_time DESC LIMIT :most")
        .bind("client", id.value())
        .bind("from", EpochNanos.of(from))
        .bind("most", most)
        .map(
            (r, c) ->
                new Presence(
                    EpochNanos.toInstant(r.getLong(1)),
                    r.getBoolean(3)
                        ? Optional.empty()
                        : Optional.of(EpochNanos.toInstant(r.getLong(2)))))
        .list();
  }

  static long addNote(Transaction tx, ClientId id, String author, String text, Instant now) {
    return tx.handle()
        .createQuery(
            "INSERT INTO client_note (client, author, text, created)"
                + " VALUES (:client, :author, :text, :now) RETURNING id")
        .bind("client", id.value())
        .bind("author", author)
        .bind("text", text)
        .bind("now", EpochNanos.of(now))
        .mapTo(Long.class)
        .one();
  }

  static List<Note> notes(Transaction tx, ClientId id, int most) {
    return tx.handle()
        .createQuery(
            "SELECT id, author, text, created FROM client_note WHERE client = :client"
                + " ORDER BY created DESC, id DESC LIMIT :most")
        .bind("client", id.value())
        .bind("most", most)
        .map(
            (r, c) ->
                new Note(
                    r.getLong(1),
                    r.getString(2),
                    r.getString(3),
                    EpochNanos.toInstant(r.getLong(4))))
        .list();
  }

  static int removeNote(Transaction tx, ClientId id, long note) {
    return tx.handle()
        .execute("DELETE FROM client_note WHERE id = ? AND client = ?", note, id.value());
  }
}
