package dev.spoor.server.monitoring.coverage;

import dev.spoor.server.access.Authority;
import dev.spoor.server.client.Clients;
import dev.spoor.server.database.Database;
import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.event.Event;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.EventStream;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.Coverage;
import dev.spoor.server.ingest.StreamInfo;
import dev.spoor.server.ingest.Streams;
import dev.spoor.server.monitoring.coverage.CoverageReport.Gap;
import dev.spoor.server.monitoring.coverage.Spans.Span;
import dev.spoor.server.monitoring.coverage.SqlAssignments.Assignment;
import dev.spoor.server.monitoring.coverage.SqlAssignments.Report;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The coverage of a range of time: what was reported, within the range, of the clients that were
/// assigned then. Thread-safe.
public final class FleetCoverage {
  /// Reports come every 30 s, and say up to when they are complete; a shorter silence is none.
  static final Duration SILENCE = Duration.ofSeconds(90);

  private static final int MOST_GAPS = 100;
  private static final int MOST_LOSSES = 10_000;
  private static final String LOST = "System.Events.Lost";

  private final Database database;
  private final Coverage coverage;
  private final Streams streams;
  private final Clients clients;
  private final EventStore store;
  private final InstantSource clock;

  public FleetCoverage(
      Database database,
      Coverage coverage,
      Streams streams,
      Clients clients,
      EventStore store,
      InstantSource clock) {
    this.database = database;
    this.coverage = coverage;
    this.streams = streams;
    this.clients = clients;
    this.store = store;
    this.clock = clock;
  }

  /// What one client was to watch, and what is known of it.
  private static final class Watched {
    final Map<String, List<Span>> assigned = new HashMap<>();
    final Map<String, List<Span>> reported = new HashMap<>();
    final Set<String> applies = new HashSet<>();
    final Set<String> doesNotApply = new HashSet<>();

    /// Times in which it was to report.
    Spans assignedSpans(long from, long to) {
      Spans all = Spans.NONE;
      for (var entry : assigned.entrySet()) {
        if (isMeant(entry.getKey())) {
          all = all.and(Spans.of(entry.getValue()));
        }
      }
      return all.within(from, to);
    }

    /// An artifact that said only that it does not apply there misses nothing.
    private boolean isMeant(String artifact) {
      return applies.contains(artifact) || !doesNotApply.contains(artifact);
    }

    Spans gaps(long from, long to) {
      Spans gaps = Spans.NONE;
      for (var entry : assigned.entrySet()) {
        if (isMeant(entry.getKey())) {
          Spans known = Spans.of(reported.getOrDefault(entry.getKey(), List.of()));
          gaps = gaps.and(Spans.of(entry.getValue()).within(from, to).without(known));
        }
      }
      return gaps.longerThan(SILENCE.toNanos());
    }

    boolean reports(long from, long to) {
      return reported.values().stream()
          .anyMatch(spans -> !Spans.of(spans).within(from, to).isEmpty());
    }
  }

  /// @param artifacts names or `Name/Source`; empty for all
  /// @param wanted empty for all clients
  public CoverageReport of(
      Principal principal, TimeRange range, Set<String> artifacts, Set<ClientId> wanted, int bins) {
    Authority.require(principal, Permission.READ_RESULTS, "read coverage");
    coverage.flush();
    // of the last moments nothing can be known yet
    long end =
        Math.max(
            range.from() + 1, Math.min(range.to(), EpochNanos.of(clock.instant().minus(SILENCE))));
    Map<ClientId, Watched> watched = watched(range.from(), end, artifacts, wanted);
    long width = Math.max(1, Math.ceilDiv(range.to() - range.from(), bins));
    int[] assignedBins = new int[bins];
    int[] silentBins = new int[bins];
    int meant = 0;
    int reporting = 0;
    List<Gap> gaps = new ArrayList<>();
    for (Map.Entry<ClientId, Watched> entry : watched.entrySet()) {
      Watched one = entry.getValue();
      Spans assigned = one.assignedSpans(range.from(), end);
      if (assigned.isEmpty()) {
        continue;
      }
      meant++;
      reporting += one.reports(range.from(), end) ? 1 : 0;
      Spans silent = one.gaps(range.from(), end);
      fill(assignedBins, assigned, range.from(), width, 1);
      fill(silentBins, silent, range.from(), width, width / 2);
      if (!silent.isEmpty()) {
        gaps.add(gap(entry.getKey(), silent));
      }
    }
    int silentClients = gaps.size();
    gaps.sort(Comparator.comparing(Gap::total).reversed().thenComparing(Gap::client));
    Loss loss = lost(range, artifacts, wanted);
    return new CoverageReport(
        EpochNanos.toInstant(range.from()),
        Duration.ofNanos(width),
        assignedBins,
        silentBins,
        meant,
        reporting,
        gaps.stream().limit(MOST_GAPS).toList(),
        silentClients,
        loss.rows,
        loss.exact);
  }

  private Map<ClientId, Watched> watched(
      long from, long to, Set<String> artifacts, Set<ClientId> wanted) {
    List<Assignment> assignments = database.read(tx -> SqlAssignments.within(tx, from, to));
    List<Report> reports = database.read(tx -> SqlAssignments.reports(tx, from, to));
    Map<ClientId, Watched> watched = new HashMap<>();
    for (Assignment it : assignments) {
      if (isWanted(it.client(), it.artifact(), artifacts, wanted)) {
        watched
            .computeIfAbsent(it.client(), id -> new Watched())
            .assigned
            .computeIfAbsent(it.artifact(), name -> new ArrayList<>())
            .add(new Span(it.from(), it.to()));
      }
    }
    for (Report it : reports) {
      Watched of = watched.get(it.client());
      String artifact = streams.of(it.client(), it.stream()).map(StreamInfo::fullName).orElse("");
      if (of != null && of.assigned.containsKey(artifact)) {
        of.reported
            .computeIfAbsent(artifact, name -> new ArrayList<>())
            .add(new Span(it.from(), it.to()));
        (it.applies() ? of.applies : of.doesNotApply).add(artifact);
      }
    }
    return watched;
  }

  private static boolean isWanted(
      ClientId client, String artifact, Set<String> artifacts, Set<ClientId> wanted) {
    return (wanted.isEmpty() || wanted.contains(client))
        && (artifacts.isEmpty()
            || artifacts.contains(artifact)
            || artifacts.contains(artifact.substring(0, end(artifact))));
  }

  private static int end(String artifact) {
    int slash = artifact.indexOf('/');
    return slash < 0 ? artifact.length() : slash;
  }

  /// Adds one to each bin of which at least `least` is covered.
  private static void fill(int[] bins, Spans spans, long from, long width, long least) {
    long[] covered = new long[bins.length];
    for (Span span : spans.spans()) {
      int first = Math.clamp((span.from() - from) / width, 0, bins.length - 1);
      int last = Math.clamp((span.to() - 1 - from) / width, 0, bins.length - 1);
      for (int i = first; i <= last; i++) {
        long begin = from + i * width;
        covered[i] += Math.min(span.to(), begin + width) - Math.max(span.from(), begin);
      }
    }
    for (int i = 0; i < bins.length; i++) {
      bins[i] += covered[i] >= least ? 1 : 0;
    }
  }

  private Gap gap(ClientId client, Spans silent) {
    Span longest =
        silent.spans().stream().max(Comparator.comparingLong(Span::length)).orElseThrow();
    return new Gap(
        client,
        clients.hostname(client).orElse(""),
        Duration.ofNanos(silent.length()),
        EpochNanos.toInstant(longest.from()),
        EpochNanos.toInstant(longest.to()));
  }

  private record Loss(long rows, boolean exact) {}

  private Loss lost(TimeRange range, Set<String> artifacts, Set<ClientId> wanted) {
    EventSearch search =
        EventSearch.of(LOST)
            .withEventTime(range)
            .withClients(wanted.isEmpty() ? null : wanted)
            .withLimit(MOST_LOSSES);
    long lost = 0;
    long seen = 0;
    try (EventStream events = store.find(search)) {
      for (Event event = events.next(); event != null; event = events.next()) {
        seen++;
        if (artifacts.isEmpty() || artifacts.contains(String.valueOf(event.get("Artifact")))) {
          lost += event.get("Count") instanceof Long count ? count : 0;
        }
      }
    }
    return new Loss(lost, seen < MOST_LOSSES);
  }
}
