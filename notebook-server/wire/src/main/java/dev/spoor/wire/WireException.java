package dev.spoor.wire;

import java.io.IOException;

/// Bytes that are no message of this protocol, or more of them than allowed. Whoever receives them
/// closes the connection.
public final class WireException extends IOException {
  private static final long serialVersionUID = 1L;

  public WireException(String message) {
    super(message);
  }

  public WireException(String message, Throwable cause) {
    super(message, cause);
  }
}
