package dev.spoor.server.proof;

import dev.spoor.evtx.plugin.ValueStyle;
import dev.spoor.host.recording.RecordedRow;
import dev.spoor.host.recording.RecordingIndex;
import dev.spoor.host.recording.RecordingLimits;
import dev.spoor.host.recording.RecordingReader;
import dev.spoor.sigma.LoadSummary;
import dev.spoor.sigma.Rejection;
import dev.spoor.sigma.SigmaRules;
import dev.spoor.sigma.SigmaSession;
import dev.spoor.sigma.correlation.CorrelationLimits;
import dev.spoor.sigma.correlation.CorrelationMatch;
import dev.spoor.sigma.document.Header;
import dev.spoor.sigma.document.LogSource;
import dev.spoor.sigma.match.LoadedRule;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A Sigma rule over a recording: every row is given to it, as live rows are.
final class SigmaReplay implements SigmaSession.Listener {
  private static final int MAX_NEAR = 100;

  private final SigmaRules rules;
  private final int most;
  private final List<ReplayResult.Found> found = new ArrayList<>();
  private boolean hit;

  private SigmaReplay(SigmaRules rules, int most) {
    this.rules = rules;
    this.most = most;
  }

  static ReplayResult run(
      Subject.OfSigma subject,
      ReplayRequest request,
      RecordingIndex index,
      RecordingLimits limits,
      Replay.Deadline deadline)
      throws IOException {
    return new SigmaReplay(rules(subject), request.rows()).read(request, index, limits, deadline);
  }

  static SigmaRules rules(Subject.OfSigma subject) {
    SigmaRules rules = SigmaRules.builder().build();
    LoadSummary summary = rules.add(subject.yaml(), subject.title());
    if (!summary.rejected().isEmpty()) {
      Rejection first = summary.rejected().getFirst();
      throw new ReplayException(first.toString());
    }
    if (summary.compiled() == 0) {
      throw new ReplayException(subject.title() + " has no rule");
    }
    return rules;
  }

  private ReplayResult read(
      ReplayRequest request, RecordingIndex index, RecordingLimits limits, Replay.Deadline deadline)
      throws IOException {
    SigmaSession session = new SigmaSession(rules, CorrelationLimits.DEFAULT);
    RuleConditions conditions = request.explain() ? RuleConditions.of(rules) : RuleConditions.NONE;
    List<ReplayResult.NearMiss> near = new ArrayList<>();
    Map<String, Long> delivered = new TreeMap<>();
    Instant last = index.first() == null ? Instant.EPOCH : index.first();
    try (RecordingReader reader =
        request.recording().rows(limits, ValueStyle.SHOWN, problem -> {})) {
      for (RecordedRow row = reader.next(); row != null; row = reader.next()) {
        deadline.check();
        delivered.merge(row.part().toString(), 1L, Long::sum);
        last = row.time() == null ? last : row.time();
        hit = false;
        LogSource source = logSource(row.part().source());
        session.event(row.row(), source, last, this);
        if (!hit && near.size() < MAX_NEAR) {
          conditions.missed(row.row(), source, near::add);
        }
      }
    }
    session.finish(this);
    if (delivered.isEmpty()) {
      throw new ReplayException(request.recording().name() + " has no part: it has no rows");
    }
    return new ReplayResult(found, delivered, near, List.of(), List.of(), index.problems(), null);
  }

  static @Nullable LogSource logSource(String source) {
    return switch (source) {
      case "watch_processes" -> new LogSource("linux", "process_creation", null);
      case "watch_auditd", "audit" -> new LogSource("linux", null, "auditd");
      default -> null;
    };
  }

  @Override
  public void matched(LoadedRule rule, Row row) {
    hit = true;
    add(
        rule.rule().header(),
        new Dict().with("Event", Json.readRow(Json.writeBytes(row), Json.ReadOptions.DEFAULT)));
  }

  @Override
  public void matched(CorrelationMatch match) {
    hit = true;
    Dict group = new Dict();
    match.group().forEach(group::set);
    add(
        match.correlation().header(),
        new Dict()
            .with("Group", group)
            .with("Value", match.value())
            .with("First", match.first())
            .with("Last", match.last()));
  }

  private void add(Header header, Dict what) {
    if (found.size() >= most) {
      throw new ReplayException(header.title() + " gave more than " + most + " rows: narrow it");
    }
    Dict row =
        new Dict()
            .with("Rule", header.title())
            .with("Id", header.id())
            .with("Level", header.level());
    what.forEach(row::set);
    found.add(new ReplayResult.Found(header.title(), row));
  }
}
