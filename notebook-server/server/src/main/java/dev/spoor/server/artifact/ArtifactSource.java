package dev.spoor.server.artifact;

/// One query of an artifact; its rows are a result set of their own.
///
/// @param name empty for the only one
public record ArtifactSource(
    String name, String description, VqlText precondition, VqlText query) {}
