package dev.spoor.vql.syntax;

/// How bad an issue is: only an error keeps a text from running.
public enum Severity {
  ERROR,
  WARNING,
  HINT
}
