package dev.spoor.server.proof;

import dev.spoor.host.recording.Recording;
import dev.spoor.host.recording.RecordingException;
import dev.spoor.host.recording.RecordingIndex;
import dev.spoor.host.recording.RecordingLimits;
import dev.spoor.host.recording.RecordingPart;
import dev.spoor.server.access.Authority;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.Envelope;
import dev.spoor.server.event.Event;
import dev.spoor.server.event.EventOrder;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.EventStream;
import dev.spoor.server.identity.ObjectId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/// Recordings that the server keeps: bytes in the blobs folder under their hash, the rest in the
/// database. Thread-safe.
public final class Recordings {
  private static final int MAX_NAME = 200;
  private static final int MAX_NOTE = 2_000;
  private static final long MAX_SAVED = 1_000_000;

  private final Database database;
  private final Audit audit;
  private final EventStore store;
  private final Path folder;
  private final InstantSource clock;
  private final RecordingLimits limits;

  public Recordings(
      Database database, Audit audit, EventStore store, Path folder, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.store = store;
    this.folder = folder;
    this.clock = clock;
    this.limits = RecordingLimits.DEFAULT;
  }

  public void start() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<StoredRecording> list(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read recordings");
    return database.read(SqlRecordings::all);
  }

  public StoredRecording require(Principal principal, String id) {
    Authority.require(principal, Permission.READ_RESULTS, "read recordings");
    return database.read(tx -> SqlRecordings.find(tx, id)).orElseThrow(() -> notFound(id));
  }

  private static SpoorException notFound(String id) {
    return new SpoorException(ErrorCode.NOT_FOUND, "recording " + id + " does not exist");
  }

  /// The rows of a recording, by its id or by its name; the newest of a name.
  public Recording open(Principal principal, String idOrName) {
    Authority.require(principal, Permission.READ_RESULTS, "read recordings");
    StoredRecording stored =
        database.read(
            tx ->
                SqlRecordings.find(tx, idOrName)
                    .or(() -> SqlRecordings.findNamed(tx, idOrName))
                    .orElseThrow(() -> notFound(idOrName)));
    try {
      return Recording.of(stored.name(), blob(stored.sha256()));
    } catch (IOException e) {
      throw new SpoorException(
          ErrorCode.UNAVAILABLE, "recording " + idOrName + " cannot be read: " + e.getMessage());
    }
  }

  /// Takes a recording in: an event log, JSON lines, or a zip of them.
  ///
  /// @param source where it comes from, for people
  /// @param licence empty for what the recording says itself
  public StoredRecording add(
      Principal principal, String name, String source, String licence, InputStream bytes) {
    Authority.require(principal, Permission.ARTIFACT_WRITE, "add recordings");
    check(name, source, licence);
    try {
      Path fresh = Files.createTempFile(folder, "new-", ".part");
      try {
        MessageDigest digest = sha256();
        try (DigestInputStream in = new DigestInputStream(bytes, digest)) {
          Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
        }
        return keep(principal, name, source, licence, fresh, digest);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw unavailable(name, e);
    }
  }

  private static SpoorException unavailable(String name, IOException e) {
    return new SpoorException(
        ErrorCode.UNAVAILABLE, "recording " + name + " cannot be kept: " + e.getMessage());
  }

  private static void check(String name, String source, String licence) {
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "a recording's name has 1 to " + MAX_NAME + " characters");
    }
    if (source.length() > MAX_NOTE || licence.length() > MAX_NOTE) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "source and licence have at most " + MAX_NOTE + " characters");
    }
  }

  private StoredRecording keep(
      Principal principal,
      String name,
      String source,
      String licence,
      Path fresh,
      MessageDigest digest)
      throws IOException {
    RecordingIndex index;
    try {
      index = RecordingIndex.of(Recording.of(name, fresh), limits);
    } catch (RecordingException e) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
    if (index.rows() == 0) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          name
              + " has no row that can be replayed"
              + (index.problems().isEmpty() ? "" : ": " + index.problems().getFirst()));
    }
    String hash = HexFormat.of().formatHex(digest.digest());
    long size = Files.size(fresh);
    Files.createDirectories(blob(hash).getParent());
    Files.move(fresh, blob(hash), StandardCopyOption.REPLACE_EXISTING);
    Map<String, Long> parts = new LinkedHashMap<>();
    index.parts().forEach((part, rows) -> parts.put(part.toString(), rows));
    StoredRecording recording =
        new StoredRecording(
            ObjectId.random('P'),
            name,
            source,
            index.facts().host(),
            index.facts().os(),
            licence.isEmpty() ? index.facts().licence() : licence,
            hash,
            size,
            index.rows(),
            index.first(),
            index.last(),
            List.copyOf(index.eventIds()),
            parts,
            index.problems(),
            principal.auditName(),
            clock.instant());
    database.write(
        tx -> {
          SqlRecordings.insert(tx, recording);
          audit.record(tx, principal, "recording.add", recording.id(), null, audited(recording));
          return null;
        });
    return recording;
  }

  private static Map<String, Object> audited(StoredRecording recording) {
    return Map.of("name", recording.name(), "sha256", recording.sha256(), "rows", recording.rows());
  }

  private Path blob(String sha256) {
    return folder.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  public void delete(Principal principal, String id) {
    Authority.require(principal, Permission.ARTIFACT_WRITE, "delete recordings");
    StoredRecording recording = require(principal, id);
    boolean used =
        database.write(
            tx -> {
              SqlRecordings.delete(tx, id);
              audit.record(tx, principal, "recording.delete", id, audited(recording), null);
              return SqlRecordings.usesBlob(tx, recording.sha256());
            });
    if (!used) {
      try {
        Files.deleteIfExists(blob(recording.sha256()));
      } catch (IOException e) {
        throw unavailable(recording.name(), e);
      }
    }
  }

  /// Stored rows as a recording: as the server's monitoring saw them, and as the events that they
  /// come from where the rows say it.
  public StoredRecording save(
      Principal principal, String name, String licence, RecordingSelection selection) {
    Authority.require(principal, Permission.ARTIFACT_WRITE, "add recordings");
    Authority.require(principal, Permission.READ_RESULTS, "read events");
    check(name, "", licence);
    if (selection.artifacts().isEmpty()) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "say of which artifacts");
    }
    EventSearch search =
        EventSearch.all()
            .withArtifacts(selection.artifacts())
            .withEventTime(selection.range())
            .withOrder(EventOrder.OLDEST_FIRST)
            .withLimit(MAX_SAVED + 1);
    if (!selection.clients().isEmpty()) {
      search = search.withClients(selection.clients());
    }
    try {
      Path fresh = Files.createTempFile(folder, "new-", ".part");
      try {
        MessageDigest digest = sha256();
        try (OutputStream file = new DigestOutputStream(Files.newOutputStream(fresh), digest)) {
          write(search, name, file);
        }
        return keep(
            principal,
            name,
            "rows of " + String.join(", ", sorted(selection)),
            licence,
            fresh,
            digest);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw unavailable(name, e);
    }
  }

  private static List<String> sorted(RecordingSelection selection) {
    return selection.artifacts().stream().sorted().toList();
  }

  private void write(EventSearch search, String name, OutputStream file) throws IOException {
    Set<String> envelope = Set.copyOf(Envelope.COLUMNS);
    long rows = 0;
    try (EventStream events = store.find(search);
        OutputStream out = new BufferedOutputStream(new GZIPOutputStream(file), 1 << 16)) {
      RecordingPart part = new RecordingPart("", "");
      for (Event event = events.next(); event != null; event = events.next()) {
        if (++rows > MAX_SAVED) {
          throw new SpoorException(
              ErrorCode.LIMIT_REACHED,
              name + ": more than " + MAX_SAVED + " rows: choose a shorter time");
        }
        Dict row = new Dict();
        for (String column : event.columns()) {
          row.set(column, LazyValue.force(event.get(column)));
        }
        Object host = LazyValue.force(event.get(Envelope.HOSTNAME));
        String hostname = host == null ? "" : host.toString();
        Dict own = new Dict();
        row.forEach(
            (column, value) -> {
              if (!envelope.contains(column)) {
                own.set(column, value);
              }
            });
        List<RowsAsSeen.Seen> lines = new ArrayList<>();
        RowsAsSeen.Seen seen = RowsAsSeen.of(event.artifact(), own, hostname);
        if (seen != null) {
          lines.add(seen);
        }
        row.with(Envelope.HOSTNAME, hostname);
        row.with(Envelope.CLIENT_ID, event.subject().value());
        row.with(Envelope.EVENT_ID, event.id().toString());
        row.with(Envelope.EVENT_TIME, dev.spoor.server.event.TimeRange.instant(event.eventTime()));
        lines.add(
            new RowsAsSeen.Seen(new RecordingPart("watch_monitoring", event.artifact()), row));
        for (RowsAsSeen.Seen line : lines) {
          if (!line.part().equals(part)) {
            part = line.part();
            write(
                out,
                new Dict()
                    .with(
                        "$part", new Dict().with("source", part.source()).with("key", part.key())));
          }
          write(out, line.row());
        }
      }
    }
  }

  private static void write(OutputStream out, Row row) throws IOException {
    out.write((Json.write(row) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
