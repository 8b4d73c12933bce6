package dev.spoor.vql.catalog;

/// An argument that a call cannot take. The evaluator logs it with the name of the callee; the call
/// gives NULL or no rows.
public final class ArgumentException extends RuntimeException {
  public ArgumentException(String message) {
    super(message, null, false, false);
  }
}
