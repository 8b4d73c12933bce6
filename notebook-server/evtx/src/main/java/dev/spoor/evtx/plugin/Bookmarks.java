package dev.spoor.evtx.plugin;

import dev.spoor.evtx.EvtxBookmark;
import org.jspecify.annotations.Nullable;

/// Keeps how far one query has read each log.
public interface Bookmarks {
  /// Keeps nothing: each query begins at the end of the log.
  Bookmarks NONE =
      new Bookmarks() {
        @Override
        public @Nullable EvtxBookmark find(String filename) {
          return null;
        }

        @Override
        public void keep(String filename, EvtxBookmark bookmark) {}
      };

  @Nullable EvtxBookmark find(String filename);

  void keep(String filename, EvtxBookmark bookmark);
}
