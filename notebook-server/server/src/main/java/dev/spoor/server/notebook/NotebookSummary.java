package dev.spoor.server.notebook;

import java.time.Instant;

/// A notebook in a list.
public record NotebookSummary(
    String id, String title, String owner, Instant updated, int cells, boolean canEdit) {}
