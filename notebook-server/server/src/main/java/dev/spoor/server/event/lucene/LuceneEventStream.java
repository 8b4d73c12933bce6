package dev.spoor.server.event.lucene;

import com.github.luben.zstd.ZstdDecompressCtx;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.Event;
import dev.spoor.server.event.EventAssembler;
import dev.spoor.server.event.EventOrder;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The events of a search, read block by block as they are pulled.
final class LuceneEventStream implements EventStream {
  /// Rows that can be read when their turn comes, with the times that decide when that is.
  sealed interface Source {
    long firstEvent();

    long lastEvent();
  }

  record OfBlock(BlockLocation block) implements Source {
    @Override
    public long firstEvent() {
      return block.firstEvent();
    }

    @Override
    public long lastEvent() {
      return block.lastEvent();
    }
  }

  record OfRun(OpenRunView view, long firstEvent, long lastEvent) implements Source {}

  private record Found(RowGroup group, RowReader reader, int row, long eventTime, long lsn) {}

  private final EventSearch search;
  private final List<Source> sources;
  private final TemplateCache templates;
  private final RowFilter filter;
  private final EventAssembler assembler;
  private final ReentrantLock lock = new ReentrantLock();
  private final @Nullable PriorityQueue<Found> waiting;
  private final @Nullable ZstdDecompressCtx zstd;
  private volatile boolean closed;
  private volatile long scanned;

  private long seen;
  private int nextSource;
  private long left;
  private @Nullable RowGroup group;
  private @Nullable RowReader reader;
  private int row;
  private boolean released;

  /// `sources` in the order in which they are to be read.
  LuceneEventStream(EventSearch search, List<Source> sources, TemplateCache templates) {
    this.search = search;
    this.sources = sources;
    this.templates = templates;
    this.filter = new RowFilter(search);
    this.assembler = new EventAssembler(search.columns());
    this.left = search.limit().orElse(Long.MAX_VALUE);
    this.waiting = search.order() == EventOrder.ANY ? null : new PriorityQueue<>(order());
    this.zstd =
        sources.stream().anyMatch(OfBlock.class::isInstance) ? new ZstdDecompressCtx() : null;
  }

  private Comparator<Found> order() {
    Comparator<Found> oldest =
        Comparator.comparingLong(Found::eventTime).thenComparingLong(Found::lsn);
    return search.order() == EventOrder.NEWEST_FIRST ? oldest.reversed() : oldest;
  }

  @Override
  public @Nullable Event next() {
    lock.lock();
    try {
      if (closed || left == 0) {
        release();
        return null;
      }
      Event event = waiting == null ? nextInTurn() : nextInOrder(waiting);
      if (event == null) {
        left = 0;
        release();
      } else {
        left--;
      }
      return event;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Event nextInTurn() {
    while (!closed) {
      RowGroup from = group;
      RowReader at = reader;
      if (from == null || at == null || row >= from.rows()) {
        if (nextSource == sources.size()) {
          return null;
        }
        from = enter(sources.get(nextSource++));
        group = from;
        reader = from.rows() == 0 ? null : new RowReader(from);
        row = 0;
        continue;
      }
      int here = row++;
      at.moveTo(here);
      if (filter.accepts(from, at, here)) {
        return assemble(from, at, here);
      }
    }
    return null;
  }

  private @Nullable Event nextInOrder(PriorityQueue<Found> found) {
    while (!closed) {
      Found best = found.peek();
      if (nextSource < sources.size()
          && (best == null || mayPrecede(sources.get(nextSource), best))) {
        gather(enter(sources.get(nextSource++)), found);
        continue;
      }
      if (best == null) {
        return null;
      }
      found.remove();
      best.reader.moveTo(best.row);
      return assemble(best.group, best.reader, best.row);
    }
    return null;
  }

  private boolean mayPrecede(Source source, Found best) {
    return search.order() == EventOrder.NEWEST_FIRST
        ? source.lastEvent() >= best.eventTime
        : source.firstEvent() <= best.eventTime;
  }

  private void gather(RowGroup from, PriorityQueue<Found> found) {
    if (from.rows() == 0) {
      return;
    }
    RowReader at = new RowReader(from);
    for (int i = 0; i < from.rows(); i++) {
      at.moveTo(i);
      if (filter.accepts(from, at, i)) {
        found.add(new Found(from, at, i, from.eventTime(i), from.lsn(i)));
      }
    }
  }

  private RowGroup enter(Source source) {
    RowGroup entered =
        switch (source) {
          case OfRun run -> run.view;
          case OfBlock block -> read(block.block);
        };
    filter.enter(entered);
    seen += entered.rows();
    scanned = seen;
    return entered;
  }

  private RowGroup read(BlockLocation block) {
    try {
      byte[] bytes = block.partition().blocks.read(block.file(), block.offset(), block.length());
      if (zstd == null) {
        throw new IllegalStateException("no decompressor");
      }
      return new BlockReader(bytes, templates, zstd);
    } catch (IOException | RuntimeException e) {
      throw new SpoorException(
          ErrorCode.INTERNAL, "a block of events cannot be read", List.of(), e);
    }
  }

  private Event assemble(RowGroup from, RowReader at, int here) {
    List<String> names =
        at.template().isRegular() ? at.template().columns() : List.copyOf(at.whole().columns());
    return assembler.assemble(from.envelope(here), names, at);
  }

  @Override
  public long scanned() {
    return scanned;
  }

  @Override
  public void close() {
    closed = true;
    lock.lock();
    try {
      release();
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    if (!released) {
      released = true;
      group = null;
      reader = null;
      if (waiting != null) {
        waiting.clear();
      }
      if (zstd != null) {
        zstd.close();
      }
    }
  }
}
