package dev.spoor.server.proof;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import java.util.List;

/// Test files and their last results in the database.
final class SqlDetectionTests {
  private SqlDetectionTests() {}

  static List<DetectionTests.StoredTests> all(Transaction tx) {
    return tx.handle()
        .createQuery("select * from detection_test order by name")
        .map(
            (row, _) ->
                new DetectionTests.StoredTests(
                    row.getString("name"),
                    row.getInt("version"),
                    row.getString("detection"),
                    row.getString("content"),
                    row.getString("author"),
                    EpochNanos.toInstant(row.getLong("created"))))
        .list();
  }

  static void put(Transaction tx, DetectionTests.StoredTests tests) {
    tx.handle()
        .createUpdate(
            """
            insert or replace into detection_test
              (name, version, detection, content, author, created)
            values (:name, :version, :detection, :content, :author, :created)\
            """)
        .bind("name", tests.name())
        .bind("version", tests.version())
        .bind("detection", tests.detection())
        .bind("content", tests.content())
        .bind("author", tests.author())
        .bind("created", EpochNanos.of(tests.created()))
        .execute();
  }

  static boolean delete(Transaction tx, String name) {
    tx.handle()
        .createUpdate("delete from detection_test_result where file = :name")
        .bind("name", name)
        .execute();
    return tx.handle()
            .createUpdate("delete from detection_test where name = :name")
            .bind("name", name)
            .execute()
        > 0;
  }

  static void replaceResults(Transaction tx, List<DetectionTests.LastResult> results) {
    tx.handle().createUpdate("delete from detection_test_result").execute();
    for (DetectionTests.LastResult result : results) {
      tx.handle()
          .createUpdate(
              """
              insert or replace into detection_test_result
                (file, test, detection, outcome, differences, finished)
              values (:file, :test, :detection, :outcome, :differences, :finished)\
              """)
          .bind("file", result.file())
          .bind("test", result.test())
          .bind("detection", result.detection())
          .bind("outcome", result.outcome().name())
          .bind("differences", result.differences())
          .bind("finished", EpochNanos.of(result.finished()))
          .execute();
    }
  }

  static List<DetectionTests.LastResult> results(Transaction tx) {
    return tx.handle()
        .createQuery("select * from detection_test_result order by detection, file, rowid")
        .map(
            (row, _) ->
                new DetectionTests.LastResult(
                    row.getString("file"),
                    row.getString("test"),
                    row.getString("detection"),
                    TestResult.Outcome.valueOf(row.getString("outcome")),
                    row.getString("differences"),
                    EpochNanos.toInstant(row.getLong("finished"))))
        .list();
  }
}
