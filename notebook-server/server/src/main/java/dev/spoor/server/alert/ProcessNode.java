package dev.spoor.server.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A process of the tree around an event.
///
/// @param depth 0 for the oldest ancestor that is known
/// @param image path of the program; its name is what follows the last slash
/// @param original the name that the file was made with, where it is another; else empty
/// @param time when it began; null where only its child tells of it
/// @param eventId its own event, or null where only its child tells of it
public record ProcessNode(
    int depth,
    String image,
    String commandLine,
    String user,
    String original,
    @Nullable Instant time,
    @Nullable String eventId,
    boolean isThis) {
  public String name() {
    return image.substring(Math.max(image.lastIndexOf('/'), image.lastIndexOf('\\')) + 1);
  }
}
