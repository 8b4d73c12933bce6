package dev.spoor.server.certificate;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Enrolment tokens and revocations in the database.
final class SqlEnrolment {
  private SqlEnrolment() {}

  static void insertToken(
      Transaction tx, String hash, int uses, Instant expires, String creator, Instant created) {
    tx.handle()
        .createUpdate(
            """
            insert into enrolment_token (hash, uses, first_uses, expires, creator, created)
            values (:hash, :uses, :uses, :expires, :creator, :created)\
            """)
        .bind("hash", hash)
        .bind("uses", uses)
        .bind("expires", EpochNanos.of(expires))
        .bind("creator", creator)
        .bind("created", EpochNanos.of(created))
        .execute();
  }

  /// Takes one use of a token that is good now; false when there is none.
  static boolean useToken(Transaction tx, String hash, Instant now) {
    return tx.handle()
            .createUpdate(
                """
                update enrolment_token set uses = uses - 1
                where hash = :hash and uses > 0 and expires > :now and revoked is null\
                """)
            .bind("hash", hash)
            .bind("now", EpochNanos.of(now))
            .execute()
        > 0;
  }

  /// Newest first.
  static List<Enrolment.ListedToken> tokens(Transaction tx, int limit) {
    return tx.handle()
        .createQuery("select * from enrolment_token order by created desc limit :limit")
        .bind("limit", limit)
        .map(
            (row, _) ->
                new Enrolment.ListedToken(
                    row.getString("hash").substring(0, Enrolment.TOKEN_ID),
                    row.getInt("uses"),
                    row.getInt("first_uses"),
                    row.getString("creator"),
                    EpochNanos.toInstant(row.getLong("created")),
                    EpochNanos.toInstant(row.getLong("expires")),
                    row.getObject("revoked") != null))
        .list();
  }

  /// Ends the token whose hash begins so; false when there is none that works.
  static boolean revokeToken(Transaction tx, String id, Instant now) {
    return tx.handle()
            .createUpdate(
                """
                update enrolment_token set revoked = :now
                where substr(hash, 1, :length) = :id and revoked is null\
                """)
            .bind("length", Enrolment.TOKEN_ID)
            .bind("id", id)
            .bind("now", EpochNanos.of(now))
            .execute()
        > 0;
  }

  static boolean insertRevocation(Transaction tx, String client, String revoker, Instant now) {
    return tx.handle()
            .createUpdate(
                """
                insert or ignore into certificate_revocation (client_id, revoked, revoker)
                values (:client, :now, :revoker)\
                """)
            .bind("client", client)
            .bind("now", EpochNanos.of(now))
            .bind("revoker", revoker)
            .execute()
        > 0;
  }

  static Set<String> revoked(Transaction tx) {
    return new HashSet<>(
        tx.handle()
            .createQuery("select client_id from certificate_revocation")
            .mapTo(String.class)
            .list());
  }
}
