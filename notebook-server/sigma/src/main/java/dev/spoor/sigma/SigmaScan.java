package dev.spoor.sigma;

import dev.spoor.sigma.correlation.CorrelationLimits;
import dev.spoor.sigma.correlation.CorrelationMatch;
import dev.spoor.sigma.correlation.Correlator;
import dev.spoor.sigma.document.LogSource;
import dev.spoor.sigma.match.EventFields;
import dev.spoor.sigma.match.LoadedRule;
import dev.spoor.sigma.match.SigmaMatcher;
import dev.spoor.vql.value.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rules over recorded events: files come one after another and are of the same days, so the
/// correlations hear of the matches at the end, in the order of time. For one thread.
public final class SigmaScan {
  private static final int MAX_HEARD = 1_000_000;

  private final SigmaRules rules;
  private final SigmaMatcher matcher;
  private final EventFields times = new EventFields(List.of());
  private final List<Heard> heard = new ArrayList<>();
  private long events;
  private long unheard;

  private record Heard(LoadedRule rule, Row row, Instant time) {}

  /// Is told of each rule that an event matches.
  @FunctionalInterface
  public interface RuleListener {
    void matched(LoadedRule rule, @Nullable Instant time);
  }

  /// Is told of each correlation that came true.
  @FunctionalInterface
  public interface CorrelationListener {
    void matched(CorrelationMatch match);
  }

  public SigmaScan(SigmaRules rules) {
    this.rules = rules;
    this.matcher = rules.matcher();
  }

  public long events() {
    return events;
  }

  /// How many matches no correlation heard of, because there were too many or they had no time.
  public long unheard() {
    return unheard;
  }

  public void event(Row row, @Nullable LogSource logSource, RuleListener listener) {
    events++;
    matcher.match(
        row,
        logSource,
        rule -> {
          Instant time = times.time(row);
          if (!rules.correlations().isSilent(rule)) {
            listener.matched(rule, time);
          }
          if (rules.correlations().isHeard(rule)) {
            if (time == null || heard.size() >= MAX_HEARD) {
              unheard++;
            } else {
              heard.add(new Heard(rule, row, time));
            }
          }
        });
  }

  public void finish(CorrelationListener listener) {
    heard.sort(Comparator.comparing(Heard::time));
    Correlator correlator = rules.correlator(CorrelationLimits.DEFAULT);
    for (Heard one : heard) {
      correlator.matched(one.rule, one.row, one.time, listener::matched);
    }
    correlator.finish(listener::matched);
    unheard += correlator.dropped();
    heard.clear();
  }
}
