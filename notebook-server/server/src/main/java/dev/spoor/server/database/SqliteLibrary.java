package dev.spoor.server.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite's native library for this machine. Its driver unpacks and compares it at each start
/// unless the property `org.sqlite.lib.path` names a folder that holds it.
public final class SqliteLibrary {
  private SqliteLibrary() {}

  /// Puts the library into `folder`, which is made when absent; an older one is replaced.
  public static void unpack(Path folder) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    Files.createDirectories(folder);
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("SQLite has no library for this machine: " + resource);
      }
      Path whole = Files.createTempFile(folder, name, ".part");
      Files.copy(in, whole, StandardCopyOption.REPLACE_EXISTING);
      Files.move(whole, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
