package dev.spoor.server.notebook.run;

/// Where a reader finds why a row is in a result: the texts of this column that the pattern finds.
///
/// @param regex as `=~` uses it
public record MatchMark(String column, String regex) {}
