package dev.spoor.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One row as it travels: JSON text in UTF-8, and when the agent emitted it (nanoseconds since
/// 1970, the agent's clock). The bytes are not copied; nobody changes them.
public record WireRow(long emitNanos, byte[] json) {
  /// The largest row; the agent cuts before.
  public static final int MAX_BYTES = 1 << 20;

  public static WireRow of(long emitNanos, String json) {
    return new WireRow(emitNanos, json.getBytes(StandardCharsets.UTF_8));
  }

  public String text() {
    return new String(json, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WireRow(long emit, byte[] bytes)
        && emit == emitNanos
        && Arrays.equals(bytes, json);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(emitNanos) + Arrays.hashCode(json);
  }

  @Override
  public String toString() {
    return emitNanos + " " + text();
  }
}
