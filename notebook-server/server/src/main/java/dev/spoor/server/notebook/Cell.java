package dev.spoor.server.notebook;

import org.jspecify.annotations.Nullable;

/// One cell as saved.
///
/// @param revision counts the saved texts of this cell, from 1
/// @param author the user who wrote the text last; the cell runs with that user's rights cut by
///   those of whoever runs it
/// @param conflictOf the cell whose newer text this one lost against; null for an ordinary cell
/// @param run the last run with rows to show; null before the first
/// @param pending a newer run that has no row yet
public record Cell(
    CellId id,
    CellType type,
    String text,
    long revision,
    String author,
    @Nullable CellId conflictOf,
    @Nullable String run,
    @Nullable String pending) {}
