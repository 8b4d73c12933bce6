package dev.spoor.server.event.lucene;

import com.github.luben.zstd.ZstdDecompressCtx;
import dev.spoor.server.event.Envelope;
import dev.spoor.server.event.EventPaths;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventTally;
import dev.spoor.server.event.lucene.LuceneEventStream.OfBlock;
import dev.spoor.server.event.lucene.LuceneEventStream.OfRun;
import dev.spoor.server.event.lucene.LuceneEventStream.Source;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Counts rows without putting them together: values are counted by their code and looked at once a
/// block; a block that is wanted whole and lies in one bin is not even read. Not thread-safe.
final class BlockTally implements AutoCloseable {
  private final EventSearch search;
  private final EventTally tally;
  private final TemplateCache templates;
  private final RowFilter filter;
  private final boolean wantsAll;
  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
  private final PathCount[] counts;

  BlockTally(EventSearch search, EventTally tally, TemplateCache templates) {
    this.search = search;
    this.tally = tally;
    this.templates = templates;
    this.filter = new RowFilter(search);
    this.wantsAll =
        search.predicate().conjuncts().isEmpty()
            && search.clients() == null
            && search.ingestTime().isAll()
            && search.lsnFrom() == 0
            && search.lsnBound() == Long.MAX_VALUE;
    this.counts = new PathCount[tally.paths().size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new PathCount(i, tally.paths().get(i));
    }
  }

  void count(List<Source> sources, BooleanSupplier goOn) throws IOException {
    boolean stopped = false;
    for (Source source : sources) {
      stopped = stopped || !goOn.getAsBoolean();
      if (isWhole(source) && source instanceof OfBlock(BlockLocation block)) {
        if (tally.isOneBin(block.firstEvent(), block.lastEvent())) {
          tally.addAll(block.firstEvent(), block.lastEvent(), block.rows());
          continue;
        }
        if (stopped && tally.paths().isEmpty() && !tally.wantsClients()) {
          // the number is known; only where the rows stand in the block is not
          tally.spread(block.firstEvent(), block.lastEvent(), block.rows());
          continue;
        }
      }
      if (stopped) {
        tally.stopped();
        continue;
      }
      count(
          switch (source) {
            case OfRun run -> run.view();
            case OfBlock(BlockLocation block) -> read(block);
          });
    }
  }

  private boolean isWhole(Source source) {
    return wantsAll
        && search.eventTime().contains(source.firstEvent())
        && search.eventTime().contains(source.lastEvent());
  }

  private BlockReader read(BlockLocation block) throws IOException {
    return new BlockReader(
        block.partition().blocks.read(block.file(), block.offset(), block.length()),
        templates,
        zstd);
  }

  private void count(RowGroup group) {
    if (group.rows() == 0) {
      return;
    }
    filter.enter(group);
    for (PathCount count : counts) {
      count.enter(group);
    }
    RowReader reader = new RowReader(group);
    for (int row = 0; row < group.rows(); row++) {
      reader.moveTo(row);
      if (filter.accepts(group, reader, row)) {
        tally.add(group.eventTime(row), tally.wantsClients() ? group.subject(row) : null);
        for (PathCount count : counts) {
          count.add(group, reader, row);
        }
      }
    }
    for (PathCount count : counts) {
      count.leave();
    }
  }

  @Override
  public void close() {
    zstd.close();
  }

  /// Counts the values at one path over one group.
  private final class PathCount {
    private final int number;
    private final List<String> path;
    private final boolean isEnvelope;
    private Site[] sites = new Site[0];

    PathCount(int number, List<String> path) {
      this.number = number;
      this.path = path;
      this.isEnvelope = Envelope.isEnvelope(path.getFirst());
    }

    void enter(RowGroup group) {
      sites = new Site[group.templates()];
    }

    void add(RowGroup group, RowReader reader, int row) {
      if (isEnvelope) {
        Object top = group.envelope(row).value(path.getFirst(), reader);
        tally.value(number, EventPaths.follow(top, path, 1), 1);
        return;
      }
      int templateCode = group.templateCode(row);
      Site site = sites[templateCode];
      if (site == null) {
        RowTemplate.Location location = group.template(templateCode).locate(path);
        site =
            new Site(
                location,
                location instanceof RowTemplate.AtLeaf at
                    ? group.column(templateCode, at.leaf())
                    : null);
        sites[templateCode] = site;
      }
      switch (site.location) {
        case RowTemplate.Absent absent -> site.absent++;
        case RowTemplate.AtLeaf at -> site.add(group.code(row, templateCode, at.leaf()));
        case RowTemplate.Composed composed ->
            tally.value(number, EventPaths.follow(reader.get(path.getFirst()), path, 1), 1);
      }
    }

    void leave() {
      for (Site site : sites) {
        if (site == null) {
          continue;
        }
        if (site.absent > 0) {
          tally.value(number, null, site.absent);
        }
        RowGroup.Column column = site.column;
        if (column != null) {
          for (int code = 0; code < site.byCode.length; code++) {
            if (site.byCode[code] > 0) {
              tally.value(number, column.value(code), site.byCode[code]);
            }
          }
        }
      }
      sites = new Site[0];
    }
  }

  private static final class Site {
    final RowTemplate.Location location;
    final RowGroup.@Nullable Column column;
    int[] byCode = new int[64];
    long absent;

    Site(RowTemplate.Location location, RowGroup.@Nullable Column column) {
      this.location = location;
      this.column = column;
    }

    void add(int code) {
      if (code >= byCode.length) {
        byCode = Arrays.copyOf(byCode, Math.max(code + 1, byCode.length * 4));
      }
      byCode[code]++;
    }
  }
}
