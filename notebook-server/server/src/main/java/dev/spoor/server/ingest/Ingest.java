package dev.spoor.server.ingest;

import dev.spoor.server.audit.Audit;
import dev.spoor.server.client.Clients;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.AcceptedRow;
import dev.spoor.server.event.TimeOrigin;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.RowCanonicalizer.RefusedRow;
import dev.spoor.wire.EventBatch;
import dev.spoor.wire.Loss;
import dev.spoor.wire.WireRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one door for rows: may this client write this stream, is each row sound, when did it happen.
/// The answer comes when everything is durable. Thread-safe; waits while the journal is full.
public final class Ingest {
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
  private static final Duration AUDIT_INTERVAL = Duration.ofHours(1);

  private final Journal journal;
  private final Streams streams;
  private final Clients clients;
  private final Function<StreamInfo, Optional<String>> timeColumns;
  private final Database database;
  private final Audit audit;
  private final InstantSource clock;
  private final IngestCounters counters = new IngestCounters();
  private final Map<Integer, byte[]> timeColumnOf = new ConcurrentHashMap<>();
  private final Map<String, Instant> lastAudited = new ConcurrentHashMap<>();

  /// @param timeColumns the artifact's first column of type `timestamp`
  public Ingest(
      Journal journal,
      Streams streams,
      Clients clients,
      Function<StreamInfo, Optional<String>> timeColumns,
      Database database,
      Audit audit,
      InstantSource clock) {
    this.journal = journal;
    this.streams = streams;
    this.clients = clients;
    this.timeColumns = timeColumns;
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  public IngestCounters counters() {
    return counters;
  }

  /// The last durable row of each stream of a boot, for `Welcome`.
  public Map<Integer, Long> positions(ClientId client, long boot) {
    return journal.sequences().lastOf(client, boot);
  }

  /// Takes a batch of a client whose identity was proved by its connection. Fails with
  /// `UNAVAILABLE` when the journal cannot be written; the client sends again.
  public CompletionStage<IngestResult> accept(ClientId client, EventBatch batch)
      throws InterruptedException {
    counters.received.add(batch.rows().size());
    if (batch.stream() == EventBatch.LOSS_STREAM) {
      return acceptLosses(client, batch);
    }
    Optional<StreamInfo> stream = streams.of(client, batch.stream());
    if (stream.isEmpty()) {
      return CompletableFuture.completedFuture(reject(client, batch));
    }
    String hostname = clients.hostname(client).orElse("");
    Split split = new Split(stream.get(), hostname, batch.boot());
    RowCanonicalizer canonicalizer = new RowCanonicalizer();
    byte[] timeColumn = timeColumn(stream.get());
    long seq = batch.firstSeq();
    for (WireRow row : batch.rows()) {
      try {
        byte[] json = canonicalizer.canonicalize(row.json());
        split.add(
            seq, EventTimes.row(json, timeColumn.length == 0 ? null : timeColumn, row.emitNanos()));
      } catch (RefusedRow refused) {
        split.refuse(seq, row.emitNanos(), String.valueOf(refused.getMessage()));
      }
      seq++;
    }
    return journalled(split, batch);
  }

  private CompletionStage<IngestResult> acceptLosses(ClientId client, EventBatch batch)
      throws InterruptedException {
    StreamInfo stream = LossRows.agentStream(client);
    Split split = new Split(stream, clients.hostname(client).orElse(""), batch.boot());
    long seq = batch.firstSeq();
    for (WireRow row : batch.rows()) {
      Optional<Loss> loss = LossRows.parse(row);
      if (loss.isPresent()) {
        counters.lost.add(loss.get().count());
        split.add(
            seq,
            LossRows.row(loss.get(), row.emitNanos(), streams.of(client, loss.get().stream())));
      } else {
        split.refuse(seq, row.emitNanos(), "a loss row that cannot be read");
      }
      seq++;
    }
    return journalled(split, batch);
  }

  private CompletionStage<IngestResult> journalled(Split split, EventBatch batch)
      throws InterruptedException {
    List<CompletableFuture<Journal.Appended>> answers = new ArrayList<>();
    long failures = journal.failures();
    for (AcceptedBatch part : split.finish()) {
      answers.add(journal.append(part, failures));
    }
    List<CompletableFuture<Journal.Appended>> losses = new ArrayList<>();
    for (AcceptedBatch loss : split.refused) {
      losses.add(journal.append(loss));
    }
    List<CompletableFuture<?>> all = new ArrayList<>(answers);
    all.addAll(losses);
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(
            _ -> {
              int rows = 0;
              int duplicates = 0;
              for (CompletableFuture<Journal.Appended> answer : answers) {
                rows += answer.join().accepted();
                duplicates += answer.join().duplicates();
              }
              counters.accepted.add(rows);
              counters.duplicates.add(duplicates);
              counters.refused.add(losses.size());
              return new IngestResult.Accepted(batch.lastSeq(), rows, duplicates, losses.size());
            });
  }

  /// The last number of a derived stream that is durable; 0 for none.
  public long lastDerived(StreamInfo stream, long boot) {
    return journal.sequences().last(stream.client(), boot, stream.number()).orElse(0);
  }

  /// Failures of the journal so far, for [#derive].
  public long journalFailures() {
    return journal.failures();
  }

  /// A row that the server derives; `seq` must rise within (boot, stream). Throws INVALID_REQUEST
  /// for a row that is not sound; is refused when the journal failed more often than
  /// `failuresKnown`: who derives then begins again where it last was sure.
  public CompletableFuture<Journal.Appended> derive(
      StreamInfo stream, long boot, long seq, byte[] json, long failuresKnown)
      throws InterruptedException {
    try {
      byte[] canonical = new RowCanonicalizer().canonicalize(json);
      byte[] timeColumn = timeColumn(stream);
      AcceptedRow row =
          EventTimes.row(
              canonical,
              timeColumn.length == 0 ? null : timeColumn,
              TimeRange.nanos(clock.instant()));
      return journal.append(Batches.of(stream, "", boot, seq, List.of(row)), failuresKnown);
    } catch (RefusedRow refused) {
      counters.refused.increment();
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "the row cannot be kept: " + refused.getMessage());
    }
  }

  /// A number that was never assigned to this client: hostile, or a client restored from elsewhere.
  private IngestResult reject(ClientId client, EventBatch batch) {
    counters.rejected.add(batch.rows().size());
    String reason = "stream " + batch.stream() + " was never assigned to " + client;
    Instant now = clock.instant();
    String key = client + "/" + batch.stream();
    if (lastAudited.size() > 10_000) {
      lastAudited.clear();
    }
    Instant before = lastAudited.put(key, now);
    if (before == null || Duration.between(before, now).compareTo(AUDIT_INTERVAL) >= 0) {
      LOG.warn("rejected {} rows of {}: {}", batch.rows().size(), client, reason);
      database.write(
          tx -> {
            audit.record(
                tx,
                new Principal.Client(client),
                "ingest.reject",
                "stream " + batch.stream(),
                null,
                Map.of("rows", batch.rows().size(), "boot", Long.toHexString(batch.boot())));
            return null;
          });
    } else {
      lastAudited.put(key, before);
    }
    return new IngestResult.Rejected(reason);
  }

  private byte[] timeColumn(StreamInfo stream) {
    return timeColumnOf.computeIfAbsent(
        stream.number(),
        _ -> timeColumns.apply(stream).orElse("").getBytes(StandardCharsets.UTF_8));
  }

  /// Cuts a batch where a row is refused, so that sequence numbers stay consecutive.
  private final class Split {
    private final StreamInfo stream;
    private final String hostname;
    private final long boot;
    private final List<AcceptedBatch> parts = new ArrayList<>();
    final List<AcceptedBatch> refused = new ArrayList<>();
    private List<AcceptedRow> rows = new ArrayList<>();
    private long firstSeq;

    Split(StreamInfo stream, String hostname, long boot) {
      this.stream = stream;
      this.hostname = hostname;
      this.boot = boot;
    }

    void add(long seq, AcceptedRow row) {
      if (rows.isEmpty()) {
        firstSeq = seq;
      }
      rows.add(row);
    }

    /// The row becomes a loss row of a stream of its own, under the same number, so that sending it
    /// again gives no second one.
    void refuse(long seq, long emitTime, String why) {
      cut();
      Instant now = clock.instant();
      Loss loss =
          new Loss(
              boot, stream.number(), seq, seq, 1, true, "refused by the server: " + why, now, now);
      StreamInfo losses =
          streams.assigned(stream.client(), LossRows.ARTIFACT, 1, "", "stream:" + stream.number());
      byte[] json = LossRows.json(loss, Optional.of(stream));
      AcceptedRow row =
          new AcceptedRow(json, emitTime, TimeRange.nanos(now), TimeOrigin.KNOWN_FIELD);
      refused.add(Batches.of(losses, hostname, boot, seq, List.of(row)));
      LOG.warn("refused row {} of stream {} of {}: {}", seq, stream.number(), stream.client(), why);
    }

    List<AcceptedBatch> finish() {
      cut();
      return parts;
    }

    private void cut() {
      if (!rows.isEmpty()) {
        parts.add(Batches.of(stream, hostname, boot, firstSeq, rows));
        rows = new ArrayList<>();
      }
    }
  }
}
