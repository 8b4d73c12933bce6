package dev.spoor.host.log;

import dev.spoor.evtx.EvtxBookmark;
import dev.spoor.evtx.plugin.Bookmarks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bookmarks of one query, one small file each: the query and the log give its name. A bookmark
/// that is lost costs no more than the rows between two starts.
final class BookmarkFolder implements Bookmarks {
  private static final Logger LOG = LoggerFactory.getLogger(BookmarkFolder.class);

  private final Path folder;
  private final String query;

  BookmarkFolder(Path folder, String query) {
    this.folder = folder;
    this.query = query;
  }

  private Path file(String filename) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((query + "\n" + filename).getBytes(StandardCharsets.UTF_8));
      return folder.resolve(HexFormat.of().formatHex(digest, 0, 16) + ".bookmark");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public @Nullable EvtxBookmark find(String filename) {
    try {
      Path file = file(filename);
      return Files.exists(file) ? EvtxBookmark.parse(Files.readString(file)) : null;
    } catch (IOException e) {
      LOG.warn("the bookmark of {} cannot be read: {}", filename, e.toString());
      return null;
    }
  }

  @Override
  public void keep(String filename, EvtxBookmark bookmark) {
    try {
      Files.createDirectories(folder);
      Path file = file(filename);
      Path fresh = folder.resolve(file.getFileName() + ".new");
      Files.writeString(fresh, bookmark.text());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("the bookmark of {} cannot be kept: {}", filename, e.toString());
    }
  }
}
