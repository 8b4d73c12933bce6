package dev.spoor.vql.regex;

/// A text that is not a regular expression of this syntax, with the place of the fault.
public final class RegexException extends RuntimeException {
  private final int position;

  public RegexException(String message, int position) {
    super(message);
    this.position = position;
  }

  /// Offset into the pattern.
  public int position() {
    return position;
  }
}
