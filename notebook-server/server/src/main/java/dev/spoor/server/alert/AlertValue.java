package dev.spoor.server.alert;

import java.time.Instant;

/// A distinct value of an alert with the number of its detections.
public record AlertValue(
    AlertEntity entity, String hostname, long count, Instant first, Instant last) {}
