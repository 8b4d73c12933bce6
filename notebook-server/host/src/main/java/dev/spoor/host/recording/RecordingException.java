package dev.spoor.host.recording;

/// A recording that is refused as a whole: why, and where in it.
public final class RecordingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RecordingException(String message) {
    super(message);
  }
}
