package dev.spoor.server.notebook;

import java.util.List;

/// Hears of saved operations, after they are committed; used by the live channel.
public interface NotebookListener {
  void changed(String notebook, SavedEdit edit);

  /// One edit that was saved.
  ///
  /// @param editId the sender's own id of it
  /// @param revision the notebook's revision after it
  record SavedEdit(
      String notebook,
      String editId,
      String author,
      long revision,
      List<NotebookOp> ops,
      List<OpResult> results) {
    public SavedEdit {
      ops = List.copyOf(ops);
      results = List.copyOf(results);
    }
  }
}
