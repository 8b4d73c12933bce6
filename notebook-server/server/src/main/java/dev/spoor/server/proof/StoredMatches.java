package dev.spoor.server.proof;

import dev.spoor.server.detection.EventLogSources;
import dev.spoor.sigma.SigmaRules;
import dev.spoor.sigma.SigmaSession;
import dev.spoor.sigma.correlation.CorrelationLimits;
import dev.spoor.sigma.correlation.CorrelationMatch;
import dev.spoor.sigma.document.LogSource;
import dev.spoor.sigma.document.SigmaDocument;
import dev.spoor.sigma.match.LoadedRule;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Stored rows through Sigma rules. For one thread.
final class StoredMatches implements SigmaSession.Listener {
  private final SigmaRules rules;
  private final SigmaSession session;
  private final Set<LogSource> seen = new HashSet<>();
  private Consumer<Row> hits = row -> {};
  private @Nullable Row last;

  StoredMatches(SigmaRules rules) {
    this.rules = rules;
    this.session = new SigmaSession(rules, CorrelationLimits.DEFAULT);
  }

  void event(String artifact, Row row, Consumer<Row> listener) {
    hits = listener;
    last = row;
    LogSource source = EventLogSources.of(artifact);
    if (source != null) {
      seen.add(source);
    }
    session.event(row, source, Instant.EPOCH, this);
  }

  void finish(Consumer<Row> listener) {
    hits = listener;
    session.finish(this);
  }

  /// Rules whose log source no stored row was of, as far as that can be told.
  List<String> notEvaluated() {
    Set<String> unseen = new TreeSet<>();
    for (SigmaDocument document : rules.documents()) {
      if (document instanceof SigmaDocument.Rule rule
          && seen.stream().noneMatch(source -> rule.logSource().agreesWith(source))) {
        unseen.add(
            rule.header().title() + ": no stored row is of the log source " + rule.logSource());
      }
    }
    return List.copyOf(unseen);
  }

  @Override
  public void matched(LoadedRule rule, Row row) {
    hits.accept(row);
  }

  @Override
  public void matched(CorrelationMatch match) {
    Row row = last;
    hits.accept(match.rows().isEmpty() ? row == null ? new Dict() : row : match.rows().getLast());
  }
}
