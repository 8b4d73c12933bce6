package dev.spoor.server.delivery;

import org.jspecify.annotations.Nullable;

/// A message that somebody wants sent. Not yet redacted.
///
/// @param target name of the target
/// @param text the sentence that says what happened
/// @param eventId what the message is about; a second request with the same id and target is the
///   first one again
/// @param event the row as JSON object text
public record DeliveryRequest(String target, String text, String eventId, @Nullable String event) {}
