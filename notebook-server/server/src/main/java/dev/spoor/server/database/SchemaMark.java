package dev.spoor.server.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// A number for all migrations of this release together, kept in the file's `user_version` once
/// they have run: a start with the schema that it expects need not ask further. A file with another
/// number, or none, is migrated and checked in full.
record SchemaMark(int number) {
  private static final String FOLDER = "db/migration";

  static SchemaMark ofThisRelease() {
    SortedMap<String, Long> sums = new TreeMap<>();
    try {
      for (URL folder : Collections.list(SchemaMark.class.getClassLoader().getResources(FOLDER))) {
        sums.putAll("jar".equals(folder.getProtocol()) ? inJar(folder) : inFolder(folder));
      }
    } catch (IOException | URISyntaxException e) {
      throw new UncheckedIOException(
          "cannot list the migrations of this release",
          e instanceof IOException io ? io : new IOException(e));
    }
    CRC32 all = new CRC32();
    sums.forEach(
        (name, sum) -> all.update((name + '=' + sum + '\n').getBytes(StandardCharsets.UTF_8)));
    // 0 is the number of a file that nobody marked
    return new SchemaMark(Math.max(1, (int) (all.getValue() & Integer.MAX_VALUE)));
  }

  private static SortedMap<String, Long> inJar(URL folder) throws IOException {
    SortedMap<String, Long> sums = new TreeMap<>();
    JarURLConnection connection = (JarURLConnection) folder.openConnection();
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      jar.stream()
          .filter(entry -> entry.getName().startsWith(FOLDER + "/") && !entry.isDirectory())
          .forEach(
              entry -> sums.put(entry.getName().substring(FOLDER.length() + 1), entry.getCrc()));
    }
    return sums;
  }

  private static SortedMap<String, Long> inFolder(URL folder)
      throws IOException, URISyntaxException {
    SortedMap<String, Long> sums = new TreeMap<>();
    Path root = Path.of(new URI(folder.toExternalForm()));
    List<Path> files;
    try (Stream<Path> walked = Files.walk(root)) {
      files = walked.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      CRC32 sum = new CRC32();
      try (InputStream in = Files.newInputStream(file)) {
        sum.update(in.readAllBytes());
      }
      sums.put(root.relativize(file).toString().replace('\\', '/'), sum.getValue());
    }
    return sums;
  }

  boolean isIn(Path database) {
    try (Connection connection = SqliteConnections.open(database, false);
        var statement = connection.createStatement();
        var answer = statement.executeQuery("PRAGMA user_version")) {
      return answer.next() && answer.getInt(1) == number;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read " + database + ": " + e.getMessage(), e);
    }
  }

  void putInto(Path database) {
    try (Connection connection = SqliteConnections.open(database, false);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = " + number);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot mark " + database + ": " + e.getMessage(), e);
    }
  }
}
