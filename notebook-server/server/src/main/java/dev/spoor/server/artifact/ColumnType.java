package dev.spoor.server.artifact;

/// How a column is shown; a `timestamp` also says when a row happened.
public record ColumnType(String name, String type, String description) {}
