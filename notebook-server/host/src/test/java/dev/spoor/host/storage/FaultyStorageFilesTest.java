package dev.spoor.host.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.host.storage.FaultyStorageFiles.Op;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FaultyStorageFilesTest {
  private static final Path FOLDER = Path.of("/spool");
  private static final Path FILE = FOLDER.resolve("a.seg");

  private final FaultyStorageFiles files = new FaultyStorageFiles();

  @Test
  void powerCutKeepsOnlyWhatWasForced() throws IOException {
    try (StorageFile file = files.open(FILE, true)) {
      files.forceFolder(FOLDER);
      write(file, 0, "kept");
      file.force();
      write(file, 4, "lost");
    }
    assertThat(text(files.onlyForced())).isEqualTo("kept");
    assertThat(text(files.killed())).isEqualTo("keptlost");
    for (int seed = 0; seed < 50; seed++) {
      assertThat("keptlost").startsWith(text(files.powerCut(seed)));
      assertThat(text(files.powerCut(seed))).startsWith("kept");
    }
  }

  @Test
  void fileWhoseFolderWasNotForcedIsGoneAfterPowerCut() throws IOException {
    try (StorageFile file = files.open(FILE, true)) {
      write(file, 0, "x");
      file.force();
    }
    assertThat(files.onlyForced().paths()).isEmpty();
    assertThat(files.killed().paths()).containsExactly(FILE);
  }

  @Test
  void failedWriteLeavesHalfAndTheProcessDead() throws IOException {
    try (StorageFile file = files.open(FILE, true)) {
      files.failFrom(2, Op.WRITE);
      write(file, 0, "good");
      assertThatThrownBy(() -> write(file, 4, "torn")).hasMessage("injected fault: WRITE");
      assertThatThrownBy(file::force).hasMessage("injected fault: FORCE");
      files.heal();
      file.force();
    }
    assertThat(text(files)).isEqualTo("goodto");
  }

  @Test
  void deletedFileComesBackUntilTheFolderIsForced() throws IOException {
    files.put(FILE, "old".getBytes(US_ASCII));
    files.delete(FILE);
    assertThat(files.onlyForced().paths()).containsExactly(FILE);
    files.forceFolder(FOLDER);
    assertThat(files.onlyForced().paths()).isEmpty();
  }

  private static void write(StorageFile file, long at, String text) throws IOException {
    file.write(at, ByteBuffer.wrap(text.getBytes(US_ASCII)));
  }

  private static String text(FaultyStorageFiles files) {
    return new String(files.bytes(FILE), US_ASCII);
  }
}
