package dev.spoor.server.event.lucene;

import dev.spoor.host.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the folder of a store says of itself.
final class StoreFolder {
  private static final String FORGOTTEN = ".forgotten";
  private static final String STORE_FILE = "store.properties";

  private StoreFolder() {}

  /// The number of workers decides which of them has a client's rows, and so the marks: it stays as
  /// it was when the store was made.
  static int workers(LuceneStoreConfig config) throws IOException {
    Path path = config.folder().resolve(STORE_FILE);
    if (config.files().exists(path)) {
      try (StorageFile file = config.files().open(path, false)) {
        ByteBuffer bytes = ByteBuffer.allocate(256);
        int read = file.read(0, bytes);
        String text =
            new String(bytes.array(), 0, Math.max(0, read), StandardCharsets.UTF_8).strip();
        if (!text.matches("format=1 workers=[1-4]")) {
          throw new IOException(path + " was written by another version: " + text);
        }
        return text.charAt(text.length() - 1) - '0';
      }
    }
    Path fresh = config.folder().resolve(STORE_FILE + ".new");
    try (StorageFile file = config.files().open(fresh, true)) {
      String text = "format=1 workers=" + config.workers() + "\n";
      file.truncate(0);
      file.write(0, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      file.force();
    }
    config.files().rename(fresh, path);
    return config.workers();
  }

  /// Deletes the folder of a day: renamed first, so that a crash leaves no half of it.
  static void delete(LuceneStoreConfig config, long day) throws IOException {
    Path folder = config.folder().resolve(LocalDate.ofEpochDay(day).toString());
    if (!Files.isDirectory(folder)) {
      return;
    }
    Path gone = folder.resolveSibling(folder.getFileName() + FORGOTTEN);
    config.files().rename(folder, gone);
    deleteAll(gone);
  }

  /// Ends what a crash may have left of a deletion.
  static void deleteForgotten(LuceneStoreConfig config) throws IOException {
    for (Path path : config.files().list(config.folder())) {
      if (path.toString().endsWith(FORGOTTEN)) {
        deleteAll(config.folder().resolve(path.getFileName()));
      }
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /// The days of which there are partitions, oldest first.
  static List<Long> days(LuceneStoreConfig config) throws IOException {
    Set<Long> days = new TreeSet<>();
    for (Path path : config.files().list(config.folder())) {
      Path name = path.getFileName();
      try {
        days.add(LocalDate.parse(name == null ? "" : name.toString()).toEpochDay());
      } catch (DateTimeParseException notADay) {
        continue;
      }
    }
    return List.copyOf(days);
  }
}
