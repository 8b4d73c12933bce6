package dev.spoor.server.monitoring.coverage;

import dev.spoor.server.identity.ClientId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Who reported in a range of time.
///
/// @param from where the first bin begins
/// @param width of a bin
/// @param assigned per bin, clients that were to report
/// @param silent per bin, those of them of which nothing is known for at least half of it
/// @param clients that were to report at any time in the range
/// @param reporting those of them that did at any time in it
/// @param gaps the longest first
/// @param lost rows that were captured and will never come
@SuppressWarnings("ArrayRecordComponent")
public record CoverageReport(
    Instant from,
    Duration width,
    int[] assigned,
    int[] silent,
    int clients,
    int reporting,
    List<Gap> gaps,
    int silentClients,
    long lost,
    boolean lostExact) {
  public CoverageReport {
    gaps = List.copyOf(gaps);
  }

  /// A client of which nothing is known: for how long in all, and the longest stretch of it.
  public record Gap(ClientId client, String hostname, Duration total, Instant from, Instant to) {}
}
