package dev.spoor.host.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The durable file operations of spool, journal and blocks. Everything that must survive a crash
/// goes through here, so that tests can cut a file at any byte, fail a write or forget what was not
/// forced. Thread-safe; a file that it opened is not.
public interface StorageFiles {
  /// Opens for reading and writing, creating the file when `create` and it is missing.
  StorageFile open(Path path, boolean create) throws IOException;

  boolean exists(Path path);

  long size(Path path) throws IOException;

  /// Names in a folder, sorted; empty when there is no such folder.
  List<Path> list(Path folder) throws IOException;

  void createFolders(Path folder) throws IOException;

  /// Moves atomically over whatever is there, then forces the folder.
  void rename(Path from, Path to) throws IOException;

  void delete(Path path) throws IOException;

  /// Makes creations, renames and deletions in the folder durable.
  void forceFolder(Path folder) throws IOException;

  static StorageFiles ofDisk() {
    return new DiskStorageFiles();
  }
}
