package dev.spoor.wire;

/// The server's answer to [Ping].
public record Pong(long number) implements Message {}
