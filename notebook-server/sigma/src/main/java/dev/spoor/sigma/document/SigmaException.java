package dev.spoor.sigma.document;

/// A rule that cannot be used: why, and where in its text.
public final class SigmaException extends RuntimeException {
  private final String reason;
  private final Place place;

  public SigmaException(String reason, Place place) {
    super(place + ": " + reason);
    this.reason = reason;
    this.place = place;
  }

  public String reason() {
    return reason;
  }

  public Place place() {
    return place;
  }
}
