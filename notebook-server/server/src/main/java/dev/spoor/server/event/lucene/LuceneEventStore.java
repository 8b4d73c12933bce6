package dev.spoor.server.event.lucene;

import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.EventColumn;
import dev.spoor.server.event.EventDay;
import dev.spoor.server.event.EventPlan;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.EventStoreStatus;
import dev.spoor.server.event.EventStream;
import dev.spoor.server.event.EventTally;
import dev.spoor.server.event.TimeRange;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The event store of one machine: rows in blocks, column by column, in files of their own; a
/// Lucene index of blocks; rows that are not yet in a block searched in memory.
///
/// What is on the disk after a crash is what the last commit of each partition names; the rest
/// comes again from the journal. A failure of the disk ends the taking of rows until [#recover] can
/// open the folder anew, as after a crash; searches go on.
public final class LuceneEventStore implements EventStore {
  private static final Logger LOG = LoggerFactory.getLogger(LuceneEventStore.class);

  private final LuceneStoreConfig config;
  private final TemplateCache templates = new TemplateCache();
  private volatile BlockStore current;

  private LuceneEventStore(LuceneStoreConfig config, BlockStore opened) {
    this.config = config;
    this.current = opened;
  }

  /// Opens the store and starts its threads. Throws `SpoorException` (UNAVAILABLE) if what is on
  /// the disk cannot be read.
  public static LuceneEventStore open(LuceneStoreConfig config) {
    return new LuceneEventStore(config, BlockStore.open(config));
  }

  @Override
  public void append(AcceptedBatch batch) {
    current.append(batch);
  }

  @Override
  public Optional<String> failure() {
    return current.failure();
  }

  @Override
  public synchronized long recover() {
    BlockStore failed = current;
    if (failed.failure().isPresent()) {
      failed.stopWriting();
      current = BlockStore.open(config);
      failed.closeAbruptly();
      LOG.warn("the event store takes rows again, from LSN {} on", current.replayFrom());
    }
    return current.replayFrom();
  }

  @Override
  public long replayFrom() {
    return current.replayFrom();
  }

  @Override
  public long durableUpTo() {
    return current.durableUpTo();
  }

  @Override
  public long visibleUpTo() {
    return current.visibleUpTo();
  }

  private BlockSearches searches() {
    return new BlockSearches(current, templates);
  }

  @Override
  public EventStream find(EventSearch search) {
    return searches().find(search);
  }

  @Override
  public void tally(EventSearch search, EventTally tally, BooleanSupplier goOn) {
    searches().tally(search, tally, goOn);
  }

  @Override
  public Optional<TimeRange> span(EventSearch search) {
    return searches().span(search);
  }

  @Override
  public List<EventColumn> columns(String artifact) {
    return searches().columns(artifact);
  }

  @Override
  public EventPlan explain(EventSearch search) {
    return BlockQueryPlanner.explain(search);
  }

  @Override
  public List<String> artifacts() {
    return status().artifacts().stream().map(EventStoreStatus.ArtifactCount::artifact).toList();
  }

  @Override
  public EventStoreStatus status() {
    return searches().status();
  }

  @Override
  public List<EventDay> days() {
    return current.days();
  }

  @Override
  public boolean forget(LocalDate day, Set<String> artifacts) {
    return current.forget(day.toEpochDay(), artifacts);
  }

  @Override
  public void commit() {
    current.commit();
  }

  /// Makes the sealed blocks durable; open runs stay open.
  void commitSealed() throws IOException {
    current.commitSealed();
  }

  /// Lets the indexes know all blocks.
  void refresh() throws IOException {
    current.refresh();
  }

  /// The days that are open although they are not written.
  long openAtRest() {
    return current.resting().stream().filter(Partition::isOpen).count();
  }

  /// Lets go of days that nobody has asked for lately.
  void closeIdle() throws IOException {
    current.closeIdle();
  }

  /// Ends without sealing or committing, as a crash would, but lets go of the files.
  void closeAbruptly() {
    current.closeAbruptly();
  }

  @Override
  public void close() {
    current.close();
  }
}
