package dev.spoor.sigma;

import dev.spoor.sigma.document.Place;
import org.jspecify.annotations.Nullable;

/// A document that is not used, and why.
///
/// @param file where it was read from; "" if nowhere
/// @param title of the document, as far as it could be read
public record Rejection(
    String file, @Nullable String id, @Nullable String title, String reason, Place place) {

  @Override
  public String toString() {
    return (file.isEmpty() ? "" : file + ":") + place + ": " + reason;
  }
}
