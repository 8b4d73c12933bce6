package dev.spoor.server.notebook;

import java.util.Locale;
import java.util.Optional;

/// What a cell holds. The text form is that of the API and of notebook files.
public enum CellType {
  VQL,
  MARKDOWN,
  /// tests of a detection, as in a `*.test.yaml`; running it gives a row for each
  TEST;

  /// Whether it can be run.
  public boolean runs() {
    return this != MARKDOWN;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<CellType> find(String text) {
    for (CellType type : values()) {
      if (type.text().equals(text)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
