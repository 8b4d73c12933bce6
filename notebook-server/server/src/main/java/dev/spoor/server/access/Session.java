package dev.spoor.server.access;

import java.time.Instant;

/// A login: `key` is the hash of the cookie's value and names the session inside the server.
public record Session(String key, User user, Instant lastUsed) {}
