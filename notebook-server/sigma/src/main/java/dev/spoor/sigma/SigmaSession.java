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
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Events in, matches of rules and correlations out. For one thread.
public final class SigmaSession {
  private final SigmaRules rules;
  private final SigmaMatcher matcher;
  private final Correlator correlator;
  private final EventFields times = new EventFields(List.of());

  /// Is told what came of an event.
  public interface Listener {
    void matched(LoadedRule rule, Row row);

    void matched(CorrelationMatch match);
  }

  public SigmaSession(SigmaRules rules, CorrelationLimits limits) {
    this.rules = rules;
    this.matcher = rules.matcher();
    this.correlator = rules.correlator(limits);
  }

  /// @param logSource what is known of the event's log source beside its fields
  /// @param otherwise when it happened, if the event does not say
  public void event(Row row, @Nullable LogSource logSource, Instant otherwise, Listener listener) {
    matcher.match(
        row,
        logSource,
        rule -> {
          if (!rules.correlations().isSilent(rule)) {
            listener.matched(rule, row);
          }
          if (rules.correlations().isHeard(rule)) {
            Instant time = times.time(row);
            correlator.matched(rule, row, time == null ? otherwise : time, listener::matched);
          }
        });
  }

  /// When an event happened; null if it does not say.
  public @Nullable Instant time(Row row) {
    return times.time(row);
  }

  /// No more events: windows that are open are judged.
  public void finish(Listener listener) {
    correlator.finish(listener::matched);
  }

  /// How many matches the correlations had to forget, and how many came too late.
  public long forgotten() {
    return correlator.dropped() + correlator.late();
  }
}
