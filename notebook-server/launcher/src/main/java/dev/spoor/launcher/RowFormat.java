package dev.spoor.launcher;

import java.util.Locale;

/// How rows are printed.
enum RowFormat {
  JSON,
  JSONL,
  CSV,
  TABLE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
