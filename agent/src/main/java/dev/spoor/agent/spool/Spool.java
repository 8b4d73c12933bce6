package dev.spoor.agent.spool;

import dev.spoor.agent.spool.SpoolInbox.Append;
import dev.spoor.agent.spool.SpoolInbox.Lost;
import dev.spoor.agent.spool.SpoolInbox.Mark;
import dev.spoor.agent.spool.SpoolInbox.Work;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.wire.Boot;
import dev.spoor.wire.EventBatch;
import dev.spoor.wire.Loss;
import dev.spoor.wire.LossCodec;
import dev.spoor.wire.Priority;
import dev.spoor.wire.Welcome;
import dev.spoor.wire.WireRow;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The disk-backed queue between event queries and the server. A row is numbered and made durable,
/// sent, and deleted once the server has it. One thread owns the files; all else is a command in
/// its inbox. Thread-safe.
///
/// The promise: what was written before a crash or a power cut is sent afterwards, in order per
/// stream, and every number that will never be sent is covered by a loss, which travels and
/// survives like a row. Rows still in the inbox (at most [SpoolConfig#inbox] bytes, some
/// milliseconds) die with the process. A disk that acknowledges `force` and forgets is beyond this
/// promise; so is a file that someone else deletes.
public final class Spool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  private static final long SAVE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String FULL = "spool full";
  private static final String NOT_WRITABLE = "spool not writable";

  private final StorageFiles files;
  private final SpoolConfig config;
  private final InstantSource clock;
  private final LongSupplier boots;
  private final SpoolInbox inbox;
  private final SpoolLanes lanes;
  private volatile @Nullable SpoolBook book;
  private volatile Runnable listener = () -> {};
  private @Nullable Thread owner;
  private long savedAt;
  private boolean stopped;

  /// @param boots draws a new boot: 64 random bits
  public Spool(StorageFiles files, SpoolConfig config, InstantSource clock, LongSupplier boots) {
    this.files = files;
    this.config = config;
    this.clock = clock;
    this.boots = boots;
    this.inbox = new SpoolInbox(config.inbox());
    this.lanes = new SpoolLanes(files, config);
  }

  /// Opens what an earlier process left and starts a new boot.
  public void start() throws IOException {
    files.createFolders(config.folder());
    SpoolBook opened =
        new SpoolBook(boots.getAsLong(), SpoolPositions.load(files, config.folder()), clock);
    new SpoolRecovery(files, config).recover(lanes.byLane(), opened);
    book = opened;
    savedAt = System.nanoTime();
    owner = Thread.ofPlatform().name("spool").start(this::run);
  }

  /// Called after rows became durable, on the spool's thread: must return at once.
  public void onRows(Runnable run) {
    listener = run;
  }

  /// Takes a row; waits while the inbox is full. A row above 1 MiB is counted as lost.
  public void append(int stream, Priority priority, WireRow row) throws InterruptedException {
    if (row.json().length > WireRow.MAX_BYTES) {
      Instant now = clock.instant();
      lost(stream, 1, true, "row over 1 MiB", now, now);
      return;
    }
    inbox.append(new Append(stream, priority, row));
  }

  /// Takes note that rows, or messages of a source, never became rows. Never waits.
  public void lost(int stream, long count, boolean exact, String cause, Instant from, Instant to) {
    inbox.add(new Lost(stream, count, exact, cause, from, to));
  }

  /// Notes how far the source of a stream had come. Kept once everything that was appended or lost
  /// before is durable; read by a later process with [#markOf]. Never waits.
  public void mark(int stream, String mark) {
    inbox.add(new Mark(stream, mark));
  }

  /// The last mark of a stream that was kept.
  public Optional<String> markOf(int stream) {
    return book().markOf(stream);
  }

  /// Forgets the marks of all other streams.
  public void keepMarks(Set<Integer> streams) {
    call(
        () -> {
          book().keepMarks(streams);
          return true;
        });
  }

  /// The next rows to send: one stream, consecutive numbers, at most 512 KiB unless it is one
  /// single row. Nothing if all is sent.
  public Optional<EventBatch> lease() {
    return call(() -> Optional.ofNullable(nextBatch()));
  }

  /// The server has these rows; what is no longer needed is deleted.
  public void commit(long boot, int stream, long lastSeq) {
    call(
        () -> {
          BootStream key = new BootStream(boot, stream);
          book().ack(key, Math.min(lastSeq, book().sent(key)));
          lanes.deleteDone(book());
          return true;
        });
  }

  /// The server will never take these rows.
  public void reject(long boot, int stream, long firstSeq, long lastSeq, String reason) {
    call(
        () -> {
          BootStream key = new BootStream(boot, stream);
          long last = Math.min(lastSeq, book().sent(key));
          if (firstSeq >= 1 && firstSeq <= last) {
            book().loseRest(key, new SeqRange(firstSeq, last), reason);
          }
          lanes.deleteDone(book());
          return true;
        });
  }

  /// Boots to name in a Hello: the current one first.
  public List<String> boots() {
    return call(() -> book().boots(lanes.waitingBoots(book())).stream().map(Boot::text).toList());
  }

  /// A connection begins: everything is sent again that the server does not have.
  public void connected(String epoch, Collection<Welcome.Position> positions) {
    call(
        () -> {
          welcome(epoch, positions);
          return true;
        });
  }

  public SpoolCounts counts(int stream) {
    return book().counts(stream);
  }

  /// The boot under which new rows are numbered.
  public long boot() {
    return call(() -> book().boot());
  }

  /// Bytes of all segments.
  public long size() {
    return call(lanes::size);
  }

  /// Waits until everything that was appended before is durable, or counted as lost.
  public void flush() {
    call(() -> true);
  }

  /// Writes what is in the inbox and ends.
  @Override
  public void close() {
    Thread thread = owner;
    if (thread == null) {
      return;
    }
    call(() -> stopped = true);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    owner = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private SpoolBook book() {
    SpoolBook opened = book;
    if (opened == null) {
      throw new IllegalStateException("the spool is not started");
    }
    return opened;
  }

  private <T> T call(Supplier<T> action) {
    Thread thread = owner;
    if (thread == null || !thread.isAlive()) {
      throw new IllegalStateException("the spool is not running");
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    inbox.add(new Work<>(action, result));
    return result.join();
  }

  private void run() {
    while (!stopped) {
      try {
        round();
      } catch (InterruptedException e) {
        LOG.warn("spool thread was interrupted; it ends by close()");
      } catch (RuntimeException e) {
        LOG.error("spool", e);
      }
    }
    if (book().hasPendingLosses()) {
      flushLosses();
    }
    savePositions();
    lanes.close();
    inbox.refuseAll();
  }

  /// Takes what waits: first the rows, with one force, then what holds once they are durable.
  private void round() throws InterruptedException {
    SpoolInbox.Group group = inbox.take();
    group.losses().forEach(lost -> book().lose(loss(lost)));
    if (!group.rows().isEmpty()) {
      write(group.rows());
      inbox.release(group.rows());
    }
    boolean wasLoss = book().hasPendingLosses() && flushLosses();
    if (!group.rows().isEmpty() || wasLoss) {
      listener.run();
    }
    if (!book().hasPendingLosses()) {
      group.marks().forEach(mark -> book().mark(mark.stream(), mark.mark()));
    }
    group.work().forEach(Work::run);
    if (book().hasPendingLosses() && flushLosses()) {
      listener.run();
    }
    if (book().isChanged() && System.nanoTime() - savedAt > SAVE_EVERY_NANOS) {
      savePositions();
    }
  }

  private Loss loss(Lost lost) {
    return new Loss(
        book().boot(),
        lost.stream(),
        0,
        0,
        lost.count(),
        lost.exact(),
        lost.cause(),
        lost.from(),
        lost.to());
  }

  private void write(List<Append> appends) {
    Map<Lane, List<SpoolRow>> byLane = new EnumMap<>(Lane.class);
    Map<BootStream, Lane> chosen = new HashMap<>();
    for (Append append : appends) {
      BootStream key = new BootStream(book().boot(), append.stream());
      Lane lane =
          chosen.computeIfAbsent(
              key, any -> lanes.choose(key, Lane.of(key.stream(), append.priority()), book()));
      SpoolRow row = new SpoolRow(key, book().nextSeq(key), append.row());
      byLane.computeIfAbsent(lane, any -> new ArrayList<>()).add(row);
    }
    byLane.forEach(this::write);
  }

  private void write(Lane lane, List<SpoolRow> rows) {
    String cause = FULL;
    if (makeRoom(lane, rows.stream().mapToLong(SpoolRow::bytes).sum())) {
      if (lanes.append(lane, rows)) {
        rows.forEach(row -> book().counts(row.key().stream()).spooled(row.seq()));
        return;
      }
      cause = NOT_WRITABLE;
    }
    for (SpoolRow row : rows) {
      book().loseRest(row.key(), new SeqRange(row.seq(), row.seq()), cause);
    }
  }

  /// Drops the oldest segments of the lowest priority that is not above `lane`, counted first.
  private boolean makeRoom(Lane lane, long bytes) {
    while (lanes.size() - lanes.lane(Lane.LOSSES).size() + bytes > config.limit()) {
      Segment victim = lanes.victim(lane, book());
      if (victim == null) {
        return false;
      }
      victim.kept().forEach((key, range) -> book().loseRest(book().wireKey(key), range, FULL));
      if (book().hasPendingLosses() && !flushLosses()) {
        return false;
      }
      try {
        lanes.lane(victim.lane).drop(victim, book());
      } catch (IOException e) {
        LOG.warn("segment {} cannot be deleted: {}", victim.path, e.getMessage());
        return false;
      }
    }
    return true;
  }

  private boolean flushLosses() {
    List<Loss> losses = book().takePendingLosses();
    BootStream key = new BootStream(book().boot(), EventBatch.LOSS_STREAM);
    Instant now = clock.instant();
    long emitNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    List<SpoolRow> rows = new ArrayList<>();
    for (Loss loss : losses) {
      rows.add(new SpoolRow(key, book().nextSeq(key), LossCodec.toRow(emitNanos, loss)));
    }
    if (lanes.lane(Lane.LOSSES).size() > config.lossLimit() || !lanes.append(Lane.LOSSES, rows)) {
      book().restorePendingLosses(losses);
      return false;
    }
    rows.forEach(row -> book().counts(EventBatch.LOSS_STREAM).spooled(row.seq()));
    savePositions();
    return true;
  }

  private @Nullable EventBatch nextBatch() {
    for (SpoolLane lane : lanes.all()) {
      try {
        EventBatch batch = lane.next(book());
        if (lane.takeMustSave()) {
          savePositions();
        }
        if (batch != null) {
          book().noteSent(new BootStream(batch.boot(), batch.stream()), batch.lastSeq());
          return batch;
        }
      } catch (IOException e) {
        LOG.warn("spool cannot be read: {}", e.getMessage());
      }
    }
    return null;
  }

  private void welcome(String epoch, Collection<Welcome.Position> positions) {
    book().forgetSent();
    Map<BootStream, Long> has = new HashMap<>();
    boolean ahead = false;
    for (Welcome.Position position : positions) {
      BootStream key = new BootStream(Boot.parse(position.boot()), position.stream());
      has.put(key, position.lastSeq());
      ahead |= key.boot() == book().boot() && position.lastSeq() > book().lastSeq(key);
    }
    if (ahead) {
      long next = boots.getAsLong();
      LOG.warn(
          "the server is ahead of boot {}: going on as {}",
          Boot.text(book().boot()),
          Boot.text(next));
      book().openBoot(next);
    } else if (!book().epoch().isEmpty() && !book().epoch().equals(epoch)) {
      for (BootStream key : book().ackedStreams()) {
        book().restored(key, has.getOrDefault(key, 0L), lanes.firstWaiting(key, book()));
      }
    } else {
      has.forEach(book()::ack);
    }
    book().useEpoch(epoch);
    savePositions();
    lanes.rewind();
    lanes.deleteDone(book());
  }

  private void savePositions() {
    try {
      book()
          .positions(lanes.waitingBoots(book()), lanes.segmentNames())
          .save(files, config.folder());
    } catch (IOException e) {
      LOG.warn("spool positions cannot be saved: {}", e.getMessage());
    }
    savedAt = System.nanoTime();
  }
}
