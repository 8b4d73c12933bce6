package dev.spoor.server.proof;

/// A replay that has no result; the message says why, for people.
final class ReplayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReplayException(String message) {
    super(message);
  }
}
