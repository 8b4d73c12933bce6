package dev.spoor.launcher;

/// A mistake in how a command was called or configured; trying again will not help.
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
