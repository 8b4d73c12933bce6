package dev.spoor.server.artifact;

/// A definition in its newest version.
public record KnownArtifact(Artifact artifact, int version, boolean isBuiltIn) {}
