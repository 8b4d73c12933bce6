package dev.spoor.server.event.lucene;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.EventColumn;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventStoreStatus;
import dev.spoor.server.event.EventStream;
import dev.spoor.server.event.EventTally;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.event.lucene.LuceneEventStream.OfBlock;
import dev.spoor.server.event.lucene.LuceneEventStream.OfRun;
import dev.spoor.server.event.lucene.LuceneEventStream.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.Query;

/// Questions to an open store, each about one moment of it. Thread-safe.
final class BlockSearches {
  private static final int MAX_COLUMNS = 4_096;

  private final BlockStore store;
  private final TemplateCache templates;

  BlockSearches(BlockStore store, TemplateCache templates) {
    this.store = store;
    this.templates = templates;
  }

  EventStream find(EventSearch search) {
    List<Source> sources = sources(search);
    switch (search.order()) {
      case ANY -> {}
      case OLDEST_FIRST -> sources.sort(Comparator.comparingLong(Source::firstEvent));
      case NEWEST_FIRST -> sources.sort(Comparator.comparingLong(Source::lastEvent).reversed());
    }
    return new LuceneEventStream(search, sources, templates);
  }

  /// Newest first, so that a count that is stopped has seen what matters most.
  void tally(EventSearch search, EventTally tally, BooleanSupplier goOn) {
    List<Source> sources = sources(search);
    sources.sort(Comparator.comparingLong(Source::lastEvent).reversed());
    try (BlockTally counting = new BlockTally(search, tally, templates)) {
      counting.count(sources, goOn);
    } catch (IOException | RuntimeException e) {
      throw unreadable(e);
    }
  }

  Optional<TimeRange> span(EventSearch search) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (Source source : sources(search)) {
      first = Math.min(first, source.firstEvent());
      last = Math.max(last, source.lastEvent());
    }
    return first > last ? Optional.empty() : Optional.of(new TimeRange(first, last));
  }

  private List<Source> sources(EventSearch search) {
    List<Source> sources = new ArrayList<>();
    try (StoreMoment moment = store.moment(day -> mayHoldRows(day, search), search.eventTime())) {
      Query query = BlockQueryPlanner.query(search);
      for (var entry : moment.partitions().entrySet()) {
        Partition partition = entry.getKey();
        List<BlockLocation> blocks = new ArrayList<>();
        if (entry.getValue().reader() != null) {
          BlockIndex.find(entry.getValue().reader(), partition, query, blocks::add);
        }
        for (Partition.Pending pending : entry.getValue().pending()) {
          if (mayHoldRows(pending, search)) {
            blocks.add(pending.location());
          }
        }
        // in the order in which they were written: so the rows of a client come in order
        blocks.sort(
            Comparator.comparingInt(BlockLocation::file).thenComparingLong(BlockLocation::offset));
        blocks.forEach(block -> sources.add(new OfBlock(block)));
      }
      for (OpenRunView run : moment.runs()) {
        if (run.rows() > 0 && isWanted(run.run().key.artifact(), search)) {
          sources.add(source(run));
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return sources;
  }

  private static Source source(OpenRunView run) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (int i = 0; i < run.rows(); i++) {
      first = Math.min(first, run.eventTime(i));
      last = Math.max(last, run.eventTime(i));
    }
    return new OfRun(run, first, last);
  }

  private static boolean isWanted(String artifact, EventSearch search) {
    return search.artifacts() == null || search.artifacts().contains(artifact);
  }

  private static boolean mayHoldRows(long day, EventSearch search) {
    return day < -100_000
        || day > 100_000
        || search
            .ingestTime()
            .overlaps(day * 86_400_000_000_000L, (day + 1) * 86_400_000_000_000L - 1);
  }

  private static boolean mayHoldRows(Partition.Pending pending, EventSearch search) {
    return isWanted(pending.artifact(), search)
        && (search.clients() == null
            || search.clients().stream().anyMatch(id -> pending.clients().contains(id.value())))
        && search
            .eventTime()
            .overlaps(pending.location().firstEvent(), pending.location().lastEvent())
        && search.ingestTime().overlaps(pending.firstIngest(), pending.lastIngest());
  }

  List<EventColumn> columns(String artifact) {
    Set<String> paths = new TreeSet<>();
    try (StoreMoment moment = store.momentOfNewest()) {
      for (OpenRunView run : moment.runs()) {
        if (run.run().key.artifact().equals(artifact)) {
          for (int row = 0; row < run.rows(); row++) {
            OpenRun.addPaths(run.template(run.templateCode(row)), paths);
          }
        }
      }
      for (var entry : List.copyOf(moment.partitions().entrySet()).reversed()) {
        for (Partition.Pending pending : entry.getValue().pending()) {
          if (pending.artifact().equals(artifact)) {
            paths.addAll(pending.paths());
          }
        }
        DirectoryReader reader = entry.getValue().reader();
        if (reader != null) {
          BlockIndex.paths(reader, artifact, paths, MAX_COLUMNS);
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return paths.stream()
        .limit(MAX_COLUMNS)
        .map(key -> new EventColumn(JsonNames.path(key)))
        .toList();
  }

  EventStoreStatus status() {
    BlockIndex.Counts counts = new BlockIndex.Counts();
    long openRows = 0;
    long bytes = 0;
    try (StoreMoment moment = store.momentOfWriting()) {
      for (OpenRunView run : moment.runs()) {
        String artifact = run.run().key.artifact();
        openRows += run.rows();
        long rest = 0;
        for (int i = 0; i < run.rows(); i++) {
          rest += run.template(run.templateCode(i)).hasRest() ? 1 : 0;
        }
        counts.add(artifact, run.rows(), rest);
      }
      for (var entry : moment.partitions().entrySet()) {
        for (Partition.Pending pending : entry.getValue().pending()) {
          counts.blocks++;
          counts.add(pending.artifact(), pending.location().rows(), pending.rowsWithRest());
        }
        DirectoryReader reader = entry.getValue().reader();
        if (reader != null) {
          counts.addAll(reader);
        }
        bytes += entry.getKey().blocks.size() + entry.getKey().indexBytes();
      }
      for (Partition partition : store.resting()) {
        if (!moment.partitions().containsKey(partition)) {
          Partition.Summary summary = partition.summary();
          counts.addAll(summary.counts());
          bytes += summary.bytes();
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return new EventStoreStatus(
        counts.rows.values().stream().mapToLong(Long::longValue).sum(),
        openRows,
        counts.blocks,
        bytes,
        store.inboxBytes(),
        store.visibleUpTo(),
        store.durableUpTo(),
        counts.rows.entrySet().stream()
            .filter(e -> e.getValue() > 0)
            .map(
                e ->
                    new EventStoreStatus.ArtifactCount(
                        e.getKey(), e.getValue(), counts.rest.getOrDefault(e.getKey(), 0L)))
            .toList(),
        store.failure());
  }

  private static SpoorException unreadable(Exception e) {
    return new SpoorException(
        ErrorCode.INTERNAL, "the index of events cannot be read", List.of(), e);
  }
}
