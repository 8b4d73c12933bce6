package dev.spoor.agent.source.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Names of users from the password file, read again when it changes; a number where it knows none,
/// because a directory service may make us wait. Thread-safe.
final class UserNames {
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Path file;
  private Map<Long, String> names = Map.of();
  private @Nullable FileTime read;
  private long checked;

  UserNames(Path file) {
    this.file = file;
  }

  synchronized @Nullable String name(long uid) {
    if (uid < 0) {
      return null;
    }
    long now = System.nanoTime();
    if (read == null || now - checked > CHECK_NANOS) {
      checked = now;
      refresh();
    }
    String name = names.get(uid);
    return name == null ? Long.toString(uid) : name;
  }

  private void refresh() {
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      if (changed.equals(read)) {
        return;
      }
      Map<Long, String> found = new HashMap<>();
      for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
        String[] words = line.split(":", -1);
        if (words.length > 3) {
          byte[] number = words[2].getBytes(StandardCharsets.ISO_8859_1);
          found.putIfAbsent(AuditText.decimal(number, 0, number.length), words[0]);
        }
      }
      names = found;
      read = changed;
    } catch (IOException e) {
      read = FileTime.fromMillis(0); // numbers, until the file is back
    }
  }
}
