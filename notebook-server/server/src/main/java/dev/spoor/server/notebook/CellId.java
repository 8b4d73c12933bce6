package dev.spoor.server.notebook;

import java.util.regex.Pattern;

/// The id of a cell, unique in its notebook, in the form that notebook files demand: 1 to 64 of
/// letters, digits, `-` and `_` (nbformat 4.5).
public record CellId(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public CellId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "cell id \"" + value + "\" is not 1 to 64 letters, digits, - or _");
    }
  }

  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
