package dev.spoor.agent.channel;

import dev.spoor.agent.monitoring.RowSink;
import dev.spoor.agent.monitoring.StreamKey;
import dev.spoor.agent.monitoring.StreamReport;
import dev.spoor.agent.spool.Spool;
import dev.spoor.agent.spool.SpoolCounts;
import dev.spoor.host.source.EventLoss;
import dev.spoor.host.source.EventPosition;
import dev.spoor.wire.Priority;
import dev.spoor.wire.StreamStatus;
import dev.spoor.wire.WireRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Puts the rows of event queries into the spool, and keeps the state of each stream for the
/// server. Thread-safe.
public final class SpoolSink implements RowSink {
  private final Spool spool;
  private final Map<Integer, Stream> streams = new ConcurrentHashMap<>();

  /// How far the streams came, in this process.
  private final Map<Integer, EventPosition> positions = new ConcurrentHashMap<>();

  private volatile Runnable changed = () -> {};

  public SpoolSink(Spool spool) {
    this.spool = spool;
  }

  /// What the sink knows of one stream.
  private static final class Stream {
    /// Rows given to the spool; the n-th of them has number n.
    private final AtomicLong offered = new AtomicLong();

    private @Nullable StreamReport report;

    /// The last moment up to which all is captured, and the row after which it is on the server.
    private @Nullable Instant captureComplete;

    private long captureRow;
    private @Nullable Instant complete;

    synchronized boolean report(StreamReport next) {
      StreamReport before = report;
      report = next;
      if (next.completeUpTo() != null && captureComplete == null) {
        captureComplete = next.completeUpTo();
        captureRow = offered.get();
      }
      return before == null
          || before.state() != next.state()
          || !Objects.equals(before.error(), next.error());
    }

    synchronized @Nullable StreamStatus status(int stream, long boot, SpoolCounts counts) {
      StreamReport now = report;
      if (now == null) {
        return null;
      }
      if (captureComplete != null && counts.ackedSeq() >= captureRow) {
        complete = captureComplete;
        captureComplete = null;
      }
      return new StreamStatus(
          boot,
          stream,
          now.state(),
          now.since(),
          now.error(),
          counts.lastSeq(),
          complete,
          now.captured(),
          counts.spooled(),
          counts.sent(),
          counts.lost());
    }
  }

  /// Called when a stream changed its state.
  public void onChange(Runnable run) {
    changed = run;
  }

  @Override
  public void append(StreamKey stream, Priority priority, Instant made, byte[] row)
      throws InterruptedException {
    if (row.length <= WireRow.MAX_BYTES) {
      stream(stream).offered.incrementAndGet();
    }
    spool.append(stream.stream(), priority, new WireRow(nanos(made), row));
  }

  private static long nanos(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }

  @Override
  public void lost(StreamKey stream, EventLoss loss) {
    spool.lost(stream.stream(), loss.count(), loss.exact(), loss.cause(), loss.from(), loss.to());
  }

  @Override
  public void reached(StreamKey stream, EventPosition position) {
    positions.put(stream.stream(), position);
    spool.mark(stream.stream(), position.text());
  }

  @Override
  public @Nullable EventPosition since(StreamKey stream) {
    EventPosition known = positions.get(stream.stream());
    return known != null
        ? known
        : spool.markOf(stream.stream()).flatMap(EventPosition::parse).orElse(null);
  }

  @Override
  public void keepOnly(Set<Integer> wanted) {
    positions.keySet().retainAll(wanted);
    spool.keepMarks(wanted);
  }

  @Override
  public void report(StreamKey stream, StreamReport report) {
    if (stream(stream).report(report)) {
      changed.run();
    }
  }

  private Stream stream(StreamKey key) {
    return streams.computeIfAbsent(key.stream(), any -> new Stream());
  }

  /// The state of every stream that reported, for [AgentSide#statuses].
  public List<StreamStatus> statuses() {
    long boot = spool.boot();
    List<StreamStatus> statuses = new ArrayList<>();
    streams.forEach(
        (number, stream) -> {
          StreamStatus status = stream.status(number, boot, spool.counts(number));
          if (status != null) {
            statuses.add(status);
          }
        });
    return statuses;
  }
}
