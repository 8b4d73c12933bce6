package dev.spoor.server.monitoring.coverage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Stretches of time in order, none of which touch; `from` inclusive, `to` exclusive. Immutable.
record Spans(List<Span> spans) {
  static final Spans NONE = new Spans(List.of());

  record Span(long from, long to) {
    long length() {
      return to - from;
    }
  }

  Spans {
    spans = List.copyOf(spans);
  }

  /// All of these together; empty ones are left out.
  static Spans of(List<Span> any) {
    List<Span> sorted = new ArrayList<>(any);
    sorted.removeIf(span -> span.to <= span.from);
    sorted.sort(Comparator.comparingLong(Span::from));
    List<Span> merged = new ArrayList<>();
    for (Span span : sorted) {
      if (!merged.isEmpty() && span.from <= merged.getLast().to) {
        Span last = merged.removeLast();
        merged.add(new Span(last.from, Math.max(last.to, span.to)));
      } else {
        merged.add(span);
      }
    }
    return new Spans(merged);
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  Spans and(Spans other) {
    List<Span> all = new ArrayList<>(spans);
    all.addAll(other.spans);
    return of(all);
  }

  Spans within(long from, long to) {
    List<Span> kept = new ArrayList<>();
    for (Span span : spans) {
      kept.add(new Span(Math.max(from, span.from), Math.min(to, span.to)));
    }
    return of(kept);
  }

  Spans without(Spans other) {
    List<Span> left = new ArrayList<>();
    for (Span span : spans) {
      long from = span.from;
      for (Span gone : other.spans) {
        if (gone.to <= from || gone.from >= span.to) {
          continue;
        }
        left.add(new Span(from, gone.from));
        from = gone.to;
      }
      left.add(new Span(from, span.to));
    }
    return of(left);
  }

  Spans longerThan(long least) {
    return new Spans(spans.stream().filter(span -> span.length() >= least).toList());
  }

  long length() {
    return spans.stream().mapToLong(Span::length).sum();
  }
}
