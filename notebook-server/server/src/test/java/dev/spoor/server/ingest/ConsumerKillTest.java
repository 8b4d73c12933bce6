package dev.spoor.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.host.storage.StorageFiles;
import dev.spoor.server.database.Database;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A consumer killed in the middle of a batch goes on at its offset: no event is skipped, and what
/// was staged for one happened once.
class ConsumerKillTest {
  private static final int BATCHES = 12;
  private static final int ROWS = 50;
  private static final int KILLS = 4;

  @TempDir private Path folder;

  @Test
  void killedInTheMiddleOfABatchNothingIsSkippedAndNothingDoneTwice() throws Exception {
    long first;
    long last;
    try (Database database = Database.open(folder.resolve("spoor.db"));
        Journal journal =
            new Journal(
                JournalConfig.in(folder.resolve("journal")),
                StorageFiles.ofDisk(),
                InstantSource.system())) {
      journal.start(0);
      database.write(tx -> tx.handle().execute("create table consumed (lsn integer primary key)"));
      first = journal.endLsn();
      new Consumers(database, journal, InstantSource.system()).open(KilledConsumer.NAME).close();
      for (int i = 0; i < BATCHES; i++) {
        journal
            .append(TestBatches.rows(TestBatches.DC01, 1, 1, 1 + (long) i * ROWS, ROWS))
            .get(20, TimeUnit.SECONDS);
      }
      last = journal.endLsn() - 1;
    }
    Random random = new Random(5);
    for (int kill = 0; kill < KILLS; kill++) {
      Process consumer = consumer(last);
      try (BufferedReader out = consumer.inputReader(StandardCharsets.UTF_8)) {
        int lines = 20 + random.nextInt(2 * ROWS);
        for (int i = 0; i < lines && out.readLine() != null; i++) {
          continue;
        }
        consumer.destroyForcibly();
        assertThat(consumer.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }
      List<Long> consumed = consumed();
      assertThat(consumed).as("after kill %d", kill).isNotEmpty();
      assertThat(consumed)
          .isEqualTo(LongStream.range(first, first + consumed.size()).boxed().toList());
      assertThat(consumed.size()).isLessThan(BATCHES * ROWS);
    }
    Process consumer = consumer(last);
    try (BufferedReader out = consumer.inputReader(StandardCharsets.UTF_8)) {
      while (out.readLine() != null) {
        continue;
      }
    }
    assertThat(consumer.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(consumer.exitValue()).isZero();
    assertThat(consumed()).isEqualTo(LongStream.rangeClosed(first, last).boxed().toList());
  }

  private List<Long> consumed() {
    try (Database database = Database.open(folder.resolve("spoor.db"))) {
      return database.read(
          tx ->
              tx.handle()
                  .createQuery("select lsn from consumed order by lsn")
                  .mapTo(Long.class)
                  .list());
    }
  }

  private Process consumer(long last) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            KilledConsumer.class.getName(),
            folder.toString(),
            Long.toString(last))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
