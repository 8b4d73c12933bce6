package dev.spoor.agent.spool;

import dev.spoor.host.storage.FaultyStorageFiles;
import dev.spoor.wire.EventBatch;
import dev.spoor.wire.Loss;
import dev.spoor.wire.LossCodec;
import dev.spoor.wire.Priority;
import dev.spoor.wire.Welcome;
import dev.spoor.wire.WireException;
import dev.spoor.wire.WireRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// A spool on a bad disk, and a server that takes what it sends as the real one does: a row at or
/// below the last number of its stream is a resend and dropped.
final class SpoolBed {
  static final Path FOLDER = Path.of("/spool");
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-24T09:41:07.218Z"));

  final long limit;
  final long segment;
  final AtomicLong nextBoot;
  FaultyStorageFiles files = new FaultyStorageFiles();
  Spool spool;

  /// What the server holds: rows by number, per (boot, stream).
  final Map<BootStream, TreeMap<Long, String>> server = new HashMap<>();

  final List<Loss> losses = new ArrayList<>();
  String epoch = "e1";

  SpoolBed(long limit, long segment, long firstBoot) throws IOException {
    this.limit = limit;
    this.segment = segment;
    this.nextBoot = new AtomicLong(firstBoot);
    this.spool = opened();
  }

  private Spool opened() throws IOException {
    Spool next =
        new Spool(
            files,
            new SpoolConfig(FOLDER, limit, segment, 1 << 20),
            CLOCK,
            nextBoot::getAndIncrement);
    next.start();
    return next;
  }

  /// A new process on what the old one left.
  void restartOn(FaultyStorageFiles left) throws IOException {
    spool.close();
    files = left;
    spool = opened();
  }

  void append(int stream, Priority priority, String text) throws InterruptedException {
    spool.append(stream, priority, WireRow.of(1, text));
  }

  void welcome() {
    List<Welcome.Position> positions = new ArrayList<>();
    server.forEach(
        (key, rows) -> {
          String boot = dev.spoor.wire.Boot.text(key.boot());
          if (!rows.isEmpty() && spool.boots().contains(boot)) {
            positions.add(new Welcome.Position(boot, key.stream(), rows.lastKey()));
          }
        });
    spool.connected(epoch, positions);
  }

  /// What the server does with a batch.
  void accept(EventBatch batch) {
    BootStream key = new BootStream(batch.boot(), batch.stream());
    TreeMap<Long, String> rows = server.computeIfAbsent(key, any -> new TreeMap<>());
    long seq = batch.firstSeq();
    for (WireRow row : batch.rows()) {
      if (rows.isEmpty() || seq > rows.lastKey()) {
        rows.put(seq, row.text());
        if (batch.stream() == EventBatch.LOSS_STREAM) {
          try {
            losses.add(LossCodec.parse(row));
          } catch (WireException e) {
            throw new AssertionError(e);
          }
        }
      }
      seq++;
    }
  }

  void commit(EventBatch batch) {
    spool.commit(batch.boot(), batch.stream(), batch.lastSeq());
  }

  /// Sends all that waits.
  void drain() {
    for (Optional<EventBatch> next = spool.lease(); next.isPresent(); next = spool.lease()) {
      accept(next.get());
      commit(next.get());
    }
  }

  TreeMap<Long, String> rows(BootStream key) {
    return server.getOrDefault(key, new TreeMap<>());
  }

  List<String> rows(int stream) {
    return server.entrySet().stream()
        .filter(e -> e.getKey().stream() == stream)
        .sorted(java.util.Comparator.comparing(e -> e.getKey().boot()))
        .flatMap(e -> e.getValue().values().stream())
        .toList();
  }

  long lostCount() {
    return losses.stream().mapToLong(Loss::count).sum();
  }

  boolean isLost(BootStream key, long seq) {
    return losses.stream()
        .anyMatch(
            loss ->
                loss.boot() == key.boot()
                    && loss.stream() == key.stream()
                    && loss.firstSeq() <= seq
                    && seq <= loss.lastSeq());
  }
}
