package dev.spoor.sigma.correlation;

import java.time.Duration;

/// How much a correlator keeps.
///
/// @param groups of all correlations together; the one longest without an event goes first
/// @param entriesPerGroup the oldest go first
/// @param entries of all groups together
/// @param lateness how far behind the newest event one may be and still count
public record CorrelationLimits(int groups, int entriesPerGroup, int entries, Duration lateness) {
  public static final CorrelationLimits DEFAULT =
      new CorrelationLimits(100_000, 10_000, 1_000_000, Duration.ofMinutes(5));
}
