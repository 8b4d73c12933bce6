package dev.spoor.sigma.correlation;

import dev.spoor.sigma.document.SigmaDocument.Correlation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a correlation computes from the events of a window.
final class Measure {
  private Measure() {}

  static double of(Correlation correlation, List<Entry> window) {
    return switch (correlation.type()) {
      case EVENT_COUNT -> window.size();
      case VALUE_COUNT -> {
        Set<Object> values = new HashSet<>();
        for (Entry entry : window) {
          if (entry.value != null) {
            values.add(entry.value);
          }
        }
        yield values.size();
      }
      case TEMPORAL -> (double) window.stream().mapToInt(entry -> entry.member).distinct().count();
      case TEMPORAL_ORDERED -> inOrder(window);
      case VALUE_SUM -> window.stream().mapToDouble(Entry::number).sum();
      case VALUE_AVG -> window.stream().mapToDouble(Entry::number).average().orElse(0);
      case VALUE_MEDIAN -> median(sorted(window));
      case VALUE_PERCENTILE -> {
        double[] sorted = sorted(window);
        int rank = (int) Math.ceil(correlation.condition().percentile() / 100 * sorted.length);
        yield sorted.length == 0 ? 0 : sorted[Math.max(0, rank - 1)];
      }
    };
  }

  private static double[] sorted(List<Entry> window) {
    double[] numbers = window.stream().mapToDouble(Entry::number).toArray();
    Arrays.sort(numbers);
    return numbers;
  }

  private static double median(double[] sorted) {
    int n = sorted.length;
    return n == 0 ? 0 : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /// How many of the rules occur one after the other, from the first on.
  private static int inOrder(List<Entry> window) {
    int next = 0;
    for (Entry entry : window) {
      if (entry.member == next) {
        next++;
      }
    }
    return next;
  }

  /// Whether the measure satisfies the condition; without one a temporal correlation wants all its
  /// rules.
  static boolean holds(Correlation correlation, double value) {
    boolean bare =
        correlation.type().isTemporal()
            && correlation.condition().gt() == null
            && correlation.condition().gte() == null
            && !correlation.condition().hasUpperBound();
    return bare
        ? value >= correlation.rules().stream().distinct().count()
        : correlation.condition().holds(value);
  }
}
