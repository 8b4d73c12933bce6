package dev.spoor.sigma.document;

/// A value in a detection, as it was written.
public sealed interface SigmaValue {

  Place place();

  /// Text in which `*`, `?` and the backslash have their meaning.
  record Text(String text, Place place) implements SigmaValue {}

  /// A number; its text is what it is compared as.
  record Number(String text, double value, Place place) implements SigmaValue {}

  record Bool(boolean value, Place place) implements SigmaValue {}

  record Null(Place place) implements SigmaValue {}
}
