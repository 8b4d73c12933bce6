package dev.spoor.sigma.match;

import dev.spoor.sigma.document.LogSource;
import dev.spoor.vql.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds the rules that match an event. Holds the working space of one thread; sees new rules at
/// the next event.
public final class SigmaMatcher {
  private final Supplier<RuleSnapshot> rules;
  private final SigmaEvent event = new SigmaEvent();
  private @Nullable RuleSnapshot seen;
  private @Nullable EventReader reader;
  private List<SegmentScan> scans = List.of();
  private boolean everything;

  public SigmaMatcher(Supplier<RuleSnapshot> rules) {
    this.rules = rules;
  }

  /// @param logSource what is known of the event's log source beside its fields
  public void match(Row row, @Nullable LogSource logSource, RuleSink sink) {
    RuleSnapshot snapshot = refresh();
    EventReader in = reader(snapshot);
    // events of a kind come together: what the one before needed, this one is likely to need
    in.read(row, everything);
    boolean complete = everything;
    boolean needed = false;
    boolean[] active = snapshot.router().active(event, logSource);
    for (SegmentScan scan : scans) {
      Segment.Plan plan = scan.segment().plan(active);
      if (plan.idle()) {
        continue;
      }
      needed |= plan.everything();
      if (plan.everything() && !complete) {
        in.read(row, true);
        complete = true;
      }
      scan.match(event, active, plan, sink);
    }
    everything = needed;
  }

  /// The same matches without the index: each rule by itself.
  ///
  /// @param routed false to evaluate also the rules of other log sources
  public void matchWithoutIndex(
      Row row, @Nullable LogSource logSource, boolean routed, RuleSink sink) {
    RuleSnapshot snapshot = refresh();
    reader(snapshot).read(row, true);
    boolean[] active = snapshot.router().active(event, logSource);
    for (SegmentScan scan : scans) {
      scan.matchAll(event, active, routed, sink);
    }
  }

  private RuleSnapshot refresh() {
    RuleSnapshot snapshot = rules.get();
    if (!snapshot.equals(seen)) {
      List<SegmentScan> next = new ArrayList<>();
      for (Segment segment : snapshot.segments()) {
        next.add(
            scans.stream()
                .filter(scan -> scan.segment().equals(segment))
                .findFirst()
                .orElseGet(() -> new SegmentScan(segment)));
      }
      scans = next;
      seen = snapshot;
    }
    return snapshot;
  }

  private EventReader reader(RuleSnapshot snapshot) {
    EventReader known = reader;
    if (known == null) {
      known = new EventReader(snapshot.table(), event);
      reader = known;
    }
    return known;
  }
}
