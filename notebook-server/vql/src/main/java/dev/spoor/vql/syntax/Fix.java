package dev.spoor.vql.syntax;

/// An edit that mends an issue: replace `length` units at `offset` by `replacement`.
public record Fix(String label, int offset, int length, String replacement) {}
