package dev.spoor.server.notebook.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
  @TempDir Path folder;

  private static byte[] row(int i, int length) {
    return ("{\"n\":" + i + ",\"x\":\"" + "y".repeat(length) + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void anyPageOfManyRowsIsWhatWasWritten() throws IOException {
    Random random = new Random(7);
    List<byte[]> rows = new ArrayList<>();
    try (ResultFile file = ResultFile.create(folder, "R.a")) {
      for (int i = 0; i < 100_000; i++) {
        byte[] row = row(i, i % 1000 == 0 ? random.nextInt(600_000) : random.nextInt(50));
        rows.add(row);
        file.append(row);
      }
      file.flush();
      assertThat(file.rows()).isEqualTo(100_000);
      check(file, rows, random);
    }
    try (ResultFile file = ResultFile.openForReading(folder, "R.a")) {
      assertThat(file.rows()).isEqualTo(100_000);
      check(file, rows, random);
    }
  }

  private static void check(ResultFile file, List<byte[]> rows, Random random) throws IOException {
    for (int n = 0; n < 50; n++) {
      int offset = random.nextInt(100_000);
      List<byte[]> page = file.read(offset, 200);
      assertThat(page).isNotEmpty();
      for (int i = 0; i < page.size(); i++) {
        assertThat(page.get(i)).isEqualTo(rows.get(offset + i));
      }
    }
    assertThat(file.read(99_999, 200)).hasSize(1);
    assertThat(file.read(100_000, 200)).isEmpty();
  }

  @Test
  void whatIsNotFlushedIsNotSeen() throws IOException {
    try (ResultFile file = ResultFile.create(folder, "R.b")) {
      file.append(row(0, 3));
      assertThat(file.read(0, 10)).isEmpty();
      file.flush();
      assertThat(file.read(0, 10)).hasSize(1);
    }
  }

  @Test
  void aPageOfHugeRowsIsShorter() throws IOException {
    try (ResultFile file = ResultFile.create(folder, "R.c")) {
      for (int i = 0; i < 20; i++) {
        file.append(row(i, 2 << 20));
      }
      file.flush();
      assertThat(file.read(0, 200)).hasSizeBetween(1, 8);
    }
  }

  /// Cut at every byte, as a crash may: what is whole in both files is read.
  @Test
  void aCutFileGivesItsWholeRows() throws IOException {
    long size;
    try (ResultFile file = ResultFile.create(folder, "R.d")) {
      for (int i = 0; i < 5; i++) {
        file.append(row(i, i));
      }
      file.flush();
      size = file.bytes();
    }
    for (long cut = size; cut >= 0; cut--) {
      try (FileChannel rows =
          FileChannel.open(folder.resolve("R.d.rows"), StandardOpenOption.WRITE)) {
        rows.truncate(cut);
      }
      try (ResultFile file = ResultFile.openForReading(folder, "R.d")) {
        List<byte[]> page = file.read(0, 10);
        assertThat(page).hasSize((int) file.rows());
        for (int i = 0; i < page.size(); i++) {
          assertThat(page.get(i)).isEqualTo(row(i, i));
        }
      }
    }
  }
}
