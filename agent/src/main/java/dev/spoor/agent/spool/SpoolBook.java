package dev.spoor.agent.spool;

import dev.spoor.wire.Loss;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The spool's numbers: what is numbered, sent, acknowledged and lost. Owned by the spool's thread;
/// only counters and marks may be read by others.
final class SpoolBook {
  /// Boots without waiting rows that are kept to notice that the server was restored.
  private static final int REMEMBERED_BOOTS = 16;

  /// Losses that wait for the disk.
  private final List<Loss> pending = new ArrayList<>();

  private final Map<BootStream, Long> lastSeq = new HashMap<>();
  private final Map<BootStream, Long> sent = new HashMap<>();
  private final Map<BootStream, Long> acked;
  private final Map<BootStream, List<SeqRange>> lost;
  private final Map<Long, Long> aliases;

  /// Segments of which rows were sent, in this process or before.
  private final Set<String> sending;

  /// Of those, the ones that an earlier process sent: until the server says what it has, nobody
  /// knows what of them arrived.
  private final Set<String> unknown;

  /// How far each stream's source had come with what is durable here.
  private final Map<Integer, String> marks;

  private final Map<Integer, SpoolCounts> counts = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private long boot;
  private String epoch;
  private boolean changed;

  SpoolBook(long boot, SpoolPositions positions, InstantSource clock) {
    this.boot = boot;
    this.clock = clock;
    this.acked = new LinkedHashMap<>(positions.acked());
    this.lost = new HashMap<>();
    positions.lost().forEach((key, ranges) -> lost.put(key, new ArrayList<>(ranges)));
    this.aliases = new HashMap<>(positions.aliases());
    this.sending = new LinkedHashSet<>(positions.sending());
    this.unknown = new HashSet<>(positions.sending());
    this.marks = new ConcurrentHashMap<>(positions.marks());
    this.epoch = positions.epoch();
  }

  long boot() {
    return boot;
  }

  String epoch() {
    return epoch;
  }

  void useEpoch(String next) {
    changed |= !next.equals(epoch);
    epoch = next;
  }

  /// The boot under which rows travel that were written under another.
  BootStream wireKey(BootStream onDisk) {
    Long alias = aliases.get(onDisk.boot());
    return alias == null ? onDisk : new BootStream(alias, onDisk.stream());
  }

  /// Goes on under a new boot because the server has numbers of this one that we did not give.
  void openBoot(long next) {
    aliases.replaceAll((from, to) -> to == boot ? next : to);
    aliases.put(boot, next);
    rename(lastSeq, boot, next);
    rename(lost, boot, next);
    rename(acked, boot, next);
    sent.clear();
    boot = next;
    changed = true;
  }

  private static <T> void rename(Map<BootStream, T> map, long from, long to) {
    Map<BootStream, T> renamed = new LinkedHashMap<>();
    map.forEach(
        (key, value) ->
            renamed.put(key.boot() == from ? new BootStream(to, key.stream()) : key, value));
    map.clear();
    map.putAll(renamed);
  }

  void mark(int stream, String mark) {
    changed |= !mark.equals(marks.put(stream, mark));
  }

  void keepMarks(Set<Integer> streams) {
    changed |= marks.keySet().retainAll(streams);
  }

  Optional<String> markOf(int stream) {
    return Optional.ofNullable(marks.get(stream));
  }

  SpoolCounts counts(int stream) {
    return counts.computeIfAbsent(stream, any -> new SpoolCounts());
  }

  long nextSeq(BootStream key) {
    return lastSeq.merge(key, 1L, Long::sum);
  }

  long lastSeq(BootStream key) {
    return lastSeq.getOrDefault(key, 0L);
  }

  long acked(BootStream key) {
    return acked.getOrDefault(key, 0L);
  }

  long sent(BootStream key) {
    return sent.getOrDefault(key, 0L);
  }

  void noteSent(BootStream key, long seq) {
    sent.merge(key, seq, Math::max);
  }

  /// The server is about to say what it has: nothing is on its way any more.
  void forgetSent() {
    sent.clear();
    unknown.clear();
  }

  /// Rows of this segment are about to be sent; true if that has to be saved first.
  boolean noteSending(Segment segment) {
    return sending.add(segment.name());
  }

  /// Whether a row of the segment may be on its way, or have arrived without our knowing.
  boolean isInFlight(Segment segment) {
    return unknown.contains(segment.name())
        || segment.kept().entrySet().stream()
            .anyMatch(
                e -> {
                  BootStream key = wireKey(e.getKey());
                  return Math.max(e.getValue().first() - 1, acked(key))
                      < Math.min(e.getValue().last(), sent(key));
                });
  }

  void ack(BootStream key, long seq) {
    long before = acked(key);
    if (seq > before) {
      acked.remove(key);
      acked.put(key, seq);
      List<SeqRange> ranges = lost.computeIfAbsent(key, any -> new ArrayList<>());
      long never = 0;
      for (SeqRange range : ranges) {
        never += overlap(range, before + 1, seq);
      }
      if (key.boot() == boot) {
        counts(key.stream()).acknowledged(seq, seq - before - never);
      }
      ranges.removeIf(range -> range.last() <= seq);
      changed = true;
    }
  }

  private static long overlap(SeqRange range, long first, long last) {
    return Math.max(0, Math.min(range.last(), last) - Math.max(range.first(), first) + 1);
  }

  boolean isLost(BootStream key, long seq) {
    return lost.getOrDefault(key, List.of()).stream().anyMatch(range -> range.contains(seq));
  }

  /// Whether nothing of these numbers is still to be sent.
  boolean isSettled(BootStream key, SeqRange range) {
    return missing(key, range).isEmpty();
  }

  /// Counts as lost what of the range is neither acknowledged nor counted already.
  void loseRest(BootStream key, SeqRange range, String cause) {
    Instant now = clock.instant();
    for (SeqRange rest : missing(key, range)) {
      noteLost(key, rest);
      lose(
          new Loss(
              key.boot(),
              key.stream(),
              rest.first(),
              rest.last(),
              rest.count(),
              true,
              cause,
              now,
              now));
    }
  }

  /// Of the range, what is neither acknowledged nor lost.
  private List<SeqRange> missing(BootStream key, SeqRange range) {
    List<SeqRange> rest = new ArrayList<>();
    long at = Math.max(range.first(), acked(key) + 1);
    for (SeqRange gone : lost.getOrDefault(key, List.of())) {
      if (gone.last() < at || gone.first() > range.last()) {
        continue;
      }
      if (gone.first() > at) {
        rest.add(new SeqRange(at, gone.first() - 1));
      }
      at = gone.last() + 1;
    }
    if (at <= range.last()) {
      rest.add(new SeqRange(at, range.last()));
    }
    return rest;
  }

  /// Remembers, without counting it, that a range is lost; ranges stay sorted.
  void noteLost(BootStream key, SeqRange range) {
    List<SeqRange> ranges = lost.computeIfAbsent(key, any -> new ArrayList<>());
    if (ranges.stream().anyMatch(old -> old.contains(range.first()))) {
      return;
    }
    ranges.add(range);
    ranges.sort((a, b) -> Long.compare(a.first(), b.first()));
    changed = true;
  }

  /// Counts a loss; it waits for the disk, joined to one that it continues.
  void lose(Loss loss) {
    counts(loss.stream()).lost(loss.count());
    for (int i = pending.size() - 1; i >= 0; i--) {
      Loss old = pending.get(i);
      if (continues(old, loss)) {
        pending.set(i, joined(old, loss));
        return;
      }
    }
    pending.add(loss);
  }

  private static boolean continues(Loss old, Loss more) {
    boolean next =
        more.firstSeq() == 0 ? old.firstSeq() == 0 : more.firstSeq() == old.lastSeq() + 1;
    return next
        && more.boot() == old.boot()
        && more.stream() == old.stream()
        && more.cause().equals(old.cause());
  }

  private static Loss joined(Loss old, Loss more) {
    return new Loss(
        old.boot(),
        old.stream(),
        old.firstSeq(),
        more.lastSeq(),
        old.count() + more.count(),
        old.exact() && more.exact(),
        old.cause(),
        old.from().isBefore(more.from()) ? old.from() : more.from(),
        old.to().isAfter(more.to()) ? old.to() : more.to());
  }

  boolean hasPendingLosses() {
    return !pending.isEmpty();
  }

  List<Loss> takePendingLosses() {
    List<Loss> losses = List.copyOf(pending);
    pending.clear();
    return losses;
  }

  /// Puts losses back that could not be written.
  void restorePendingLosses(List<Loss> losses) {
    pending.addAll(0, losses);
  }

  /// The boots that a Hello names, the current one first.
  List<Long> boots(Set<Long> waiting) {
    Set<Long> boots = new LinkedHashSet<>();
    boots.add(boot);
    boots.addAll(waiting);
    List<BootStream> newestLast = List.copyOf(acked.keySet());
    for (int i = newestLast.size() - 1; i >= 0 && boots.size() < REMEMBERED_BOOTS; i--) {
      boots.add(newestLast.get(i).boot());
    }
    return List.copyOf(boots);
  }

  /// What has to survive; forgets boots that no one asks for any more.
  SpoolPositions positions(Set<Long> waiting, Set<String> segments) {
    Set<Long> kept = Set.copyOf(boots(waiting));
    acked.keySet().removeIf(key -> !kept.contains(key.boot()));
    lost.keySet().removeIf(key -> !kept.contains(key.boot()));
    lost.values().removeIf(List::isEmpty);
    changed = false;
    sending.retainAll(segments);
    return new SpoolPositions(epoch, acked, lost, aliases, sending, marks);
  }

  boolean isChanged() {
    return changed;
  }

  Set<BootStream> ackedStreams() {
    return Set.copyOf(acked.keySet());
  }

  /// The server was restored and has less than it once acknowledged: what is gone from here too is
  /// lost, what is still here will be sent again.
  void restored(BootStream key, long serverHas, long firstWaiting) {
    long had = acked(key);
    acked.put(key, serverHas);
    long gone = Math.min(had, firstWaiting - 1);
    if (gone > serverHas) {
      loseRest(key, new SeqRange(serverHas + 1, gone), "server restored from a backup");
    }
    changed = true;
  }
}
