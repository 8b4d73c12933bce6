package dev.spoor.server.alert;

import java.time.Instant;

/// What somebody wrote beside an alert.
public record AlertNote(long number, String author, Instant time, String text) {}
