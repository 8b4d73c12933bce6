package dev.spoor.vql.catalog;

/// One keyword argument that a function or plugin takes.
public record Parameter(String name, ArgumentType type, boolean required, String help) {}
