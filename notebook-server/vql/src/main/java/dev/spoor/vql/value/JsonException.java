package dev.spoor.vql.value;

/// A text that is not JSON, or exceeds the bounds of a reader.
public final class JsonException extends RuntimeException {
  public JsonException(String message) {
    super(message);
  }
}
