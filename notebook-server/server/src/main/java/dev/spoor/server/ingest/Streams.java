package dev.spoor.server.ingest;

import dev.spoor.server.database.Database;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.identity.ClientId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which number stands for which stream. All of them are kept in memory; the database is the
/// record. Thread-safe.
public final class Streams {
  private final Database database;
  private final Map<Integer, StreamInfo> byNumber = new ConcurrentHashMap<>();
  private final Map<Key, StreamInfo> byKey = new ConcurrentHashMap<>();

  private record Key(
      ClientId client, String artifact, int version, String source, String parameterHash) {}

  public Streams(Database database) {
    this.database = database;
  }

  /// Reads all streams; call once before use.
  public void start() {
    for (StreamInfo stream : database.read(SqlStreams::all)) {
      keep(stream);
    }
  }

  private void keep(StreamInfo stream) {
    byNumber.put(stream.number(), stream);
    byKey.put(
        new Key(
            stream.client(),
            stream.artifact(),
            stream.artifactVersion(),
            stream.source(),
            stream.parameterHash()),
        stream);
  }

  /// The stream that this client may write under this number; empty when it was never assigned to
  /// this client.
  public Optional<StreamInfo> of(ClientId client, int number) {
    StreamInfo stream = byNumber.get(number);
    return stream != null && stream.client().equals(client)
        ? Optional.of(stream)
        : Optional.empty();
  }

  public Optional<StreamInfo> byNumber(int number) {
    return Optional.ofNullable(byNumber.get(number));
  }

  /// The stream if it has a number.
  public Optional<StreamInfo> find(
      ClientId client, String artifact, int artifactVersion, String source, String parameterHash) {
    return Optional.ofNullable(
        byKey.get(new Key(client, artifact, artifactVersion, source, parameterHash)));
  }

  /// The number of a stream, assigned now if it has none. Part of a transaction that writes.
  public StreamInfo assign(
      Transaction tx,
      ClientId client,
      String artifact,
      int artifactVersion,
      String source,
      String parameterHash) {
    StreamInfo stream =
        SqlStreams.find(tx, client, artifact, artifactVersion, source, parameterHash)
            .orElseGet(
                () ->
                    SqlStreams.insert(
                        tx, client, artifact, artifactVersion, source, parameterHash));
    tx.afterCommit(() -> keep(stream));
    return stream;
  }

  /// As [#assign], in a transaction of its own.
  public StreamInfo assigned(
      ClientId client, String artifact, int artifactVersion, String source, String parameterHash) {
    StreamInfo known = byKey.get(new Key(client, artifact, artifactVersion, source, parameterHash));
    if (known != null) {
      return known;
    }
    return database.write(
        tx -> assign(tx, client, artifact, artifactVersion, source, parameterHash));
  }
}
