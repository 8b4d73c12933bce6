package dev.spoor.server.ingest;

/// The server's answer to one batch.
public sealed interface IngestResult {
  /// Every row up to `lastSeq` is durable, or was refused for what it holds and is visible as loss.
  record Accepted(long lastSeq, int rows, int duplicates, int refused) implements IngestResult {}

  /// Rows of that stream are never taken from this client.
  record Rejected(String reason) implements IngestResult {}
}
