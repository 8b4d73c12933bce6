package dev.spoor.sigma.match;

import dev.spoor.sigma.match.FieldCheck.Variant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One thread's way through a segment: which checks are known to hold for the event at hand, and
/// which programs are worth a look.
final class SegmentScan implements LiteralSink {
  private static final Variant[] VARIANTS = Variant.values();

  private final Segment segment;
  private final int[] seen;
  private final int[] hits;
  // +now: asked and true; -now: asked and false
  private final int[] asked;
  private final int[] queued;
  private int[] queue = new int[64];
  private int queueSize;
  private int now;
  private boolean[] active = {};
  private SigmaEvent event;

  SegmentScan(Segment segment) {
    this.segment = segment;
    this.seen = new int[segment.literalChecks.length];
    this.hits = new int[segment.kinds.length];
    this.asked = new int[segment.kinds.length];
    this.queued = new int[segment.programs.length];
    this.event = new SigmaEvent();
  }

  Segment segment() {
    return segment;
  }

  /// Tells the sink of every rule that matches.
  void match(SigmaEvent current, boolean[] activeRoutes, Segment.Plan plan, RuleSink sink) {
    begin(current, activeRoutes);
    for (int i = 0; i < current.size(); i++) {
      int field = current.field(i);
      for (FieldIndex keywords : plan.keywords()) {
        look(keywords, i);
      }
      if (field > 0 && field < segment.fields.length && plan.fields().get(field)) {
        look(segment.fields[field], i);
      }
    }
    for (int program : plan.always()) {
      queue(program);
    }
    for (int i = 0; i < queueSize; i++) {
      Segment.Program program = segment.programs[queue[i]];
      if (program.root().holds(this)) {
        for (LoadedRule rule : program.rules()) {
          sink.matched(rule);
        }
      }
    }
  }

  /// Every program on the active routes, with no index to lead to it: what the index is measured
  /// against.
  void matchAll(SigmaEvent current, boolean[] activeRoutes, boolean routed, RuleSink sink) {
    begin(current, activeRoutes);
    for (Segment.Program program : segment.programs) {
      if ((!routed || active[program.route()]) && Unindexed.holds(program.root(), this)) {
        for (LoadedRule rule : program.rules()) {
          sink.matched(rule);
        }
      }
    }
  }

  private void begin(SigmaEvent current, boolean[] activeRoutes) {
    event = current;
    active = activeRoutes;
    queueSize = 0;
    if (++now == Integer.MAX_VALUE) {
      Arrays.fill(seen, 0);
      Arrays.fill(hits, 0);
      Arrays.fill(asked, 0);
      Arrays.fill(queued, 0);
      now = 1;
    }
  }

  private void look(@Nullable FieldIndex indexes, int index) {
    if (indexes == null || event.value(index) == null) {
      return;
    }
    for (Variant variant : VARIANTS) {
      TextIndex text = indexes.of(variant);
      if (text != null) {
        event.prepare(index, variant);
        text.scan(
            event.chars(variant), event.start(index, variant), event.length(index, variant), this);
      }
    }
  }

  @Override
  public void found(int literal) {
    if (seen[literal] == now) {
      return;
    }
    seen[literal] = now;
    for (int check : segment.literalChecks[literal]) {
      if (hits[check] != now) {
        hits[check] = now;
        for (int program : segment.leads[check]) {
          queue(program);
        }
      }
    }
  }

  private void queue(int program) {
    if (queued[program] != now && active[segment.programs[program].route()]) {
      queued[program] = now;
      if (queueSize == queue.length) {
        queue = Arrays.copyOf(queue, queueSize * 2);
      }
      queue[queueSize++] = program;
    }
  }

  boolean holds(int check) {
    byte kind = segment.kinds[check];
    if (kind == Segment.INDEXED) {
      return hits[check] == now;
    }
    return (kind == Segment.ASKED || hits[check] == now) && ask(check);
  }

  private boolean ask(int check) {
    int known = asked[check];
    if (known != now && known != -now) {
      known = segment.bound[check].holds(event) ? now : -now;
      asked[check] = known;
    }
    return known == now;
  }

  /// Evaluation without the index, each check by itself.
  private static final class Unindexed {
    static boolean holds(Segment.Node node, SegmentScan scan) {
      return switch (node) {
        case Segment.Node.CheckNode check ->
            scan.segment.bound[check.check()].holds(scan.event) != check.negated();
        case Segment.Node.AndNode and -> {
          for (Segment.Node part : and.parts()) {
            if (!holds(part, scan)) {
              yield false;
            }
          }
          yield true;
        }
        case Segment.Node.OrNode or -> {
          for (Segment.Node part : or.parts()) {
            if (holds(part, scan)) {
              yield true;
            }
          }
          yield false;
        }
      };
    }
  }
}
