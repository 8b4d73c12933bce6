package dev.spoor.sigma;

import java.util.List;

/// What came of loading documents.
///
/// @param unrouted how many of the rules are of a log source that no pipeline knows: they match
///   only events that say their log source
public record LoadSummary(
    int files, int rules, int correlations, int filters, int unrouted, List<Rejection> rejected) {
  public static final LoadSummary NONE = new LoadSummary(0, 0, 0, 0, 0, List.of());

  public LoadSummary {
    rejected = List.copyOf(rejected);
  }

  /// All that can be used.
  public int compiled() {
    return rules + correlations + filters;
  }

  /// One line: `3755 rules, 2 correlations, 1 filter compiled; 25 rejected`.
  public String line() {
    return count(rules, "rule")
        + (correlations == 0 ? "" : ", " + count(correlations, "correlation"))
        + (filters == 0 ? "" : ", " + count(filters, "filter"))
        + " compiled; "
        + rejected.size()
        + " rejected";
  }

  private static String count(int number, String word) {
    return number + " " + word + (number == 1 ? "" : "s");
  }
}
