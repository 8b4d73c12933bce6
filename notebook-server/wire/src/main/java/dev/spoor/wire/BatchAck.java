package dev.spoor.wire;

/// Every row of that stream and boot up to `lastSeq` is durable on the server. One for each batch,
/// in order; it gives the agent one credit back.
public record BatchAck(@BootText long boot, int stream, long lastSeq) implements Message {}
