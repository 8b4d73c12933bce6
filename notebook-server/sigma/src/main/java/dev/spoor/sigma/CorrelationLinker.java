package dev.spoor.sigma;

import dev.spoor.sigma.correlation.CorrelationPlan;
import dev.spoor.sigma.correlation.CorrelationPlan.Resolved;
import dev.spoor.sigma.document.SigmaDocument;
import dev.spoor.sigma.document.SigmaDocument.Correlation;
import dev.spoor.sigma.document.SigmaException;
import dev.spoor.sigma.match.LoadedRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds what correlations refer to. One that refers to nothing, or in a circle, fails alone, and
/// with it those that build on it.
final class CorrelationLinker {
  private final Map<String, SigmaDocument> byName = new HashMap<>();
  private final Map<String, LoadedRule> loaded;
  private final CorrelationPlan before;
  private final Map<Correlation, Resolved> resolved = new LinkedHashMap<>();
  private final Map<Correlation, SigmaException> failures = new LinkedHashMap<>();
  private final Set<Correlation> open = new LinkedHashSet<>();

  CorrelationLinker(
      Collection<SigmaDocument> documents, Map<String, LoadedRule> loaded, CorrelationPlan before) {
    this.loaded = loaded;
    this.before = before;
    for (SigmaDocument document : documents) {
      byName.put(document.header().id(), document);
      String name = document.header().name();
      if (name != null) {
        byName.putIfAbsent(name, document);
      }
    }
    for (SigmaDocument document : List.copyOf(documents)) {
      if (document instanceof Correlation correlation) {
        resolve(correlation);
      }
    }
  }

  Map<Correlation, SigmaException> failures() {
    return failures;
  }

  CorrelationPlan plan() {
    List<Resolved> all = List.copyOf(resolved.values());
    return all.equals(before.correlations()) ? before : new CorrelationPlan(all);
  }

  private @Nullable Resolved resolve(Correlation correlation) {
    Resolved known = resolved.get(correlation);
    if (known != null || failures.containsKey(correlation)) {
      return known;
    }
    if (!open.add(correlation)) {
      throw new SigmaException(
          "the correlation refers to itself: "
              + String.join(
                  " → ", open.stream().map(c -> "\"" + c.header().title() + "\"").toList()),
          correlation.header().place());
    }
    try {
      List<Object> members = new ArrayList<>();
      for (SigmaDocument.Reference reference : correlation.rules()) {
        members.add(member(reference));
      }
      Resolved done = new Resolved(correlation, members);
      resolved.put(correlation, done);
      return done;
    } catch (SigmaException e) {
      failures.put(correlation, e);
      if (open.size() > 1) {
        // whoever led here fails too
        throw e;
      }
      return null;
    } finally {
      open.remove(correlation);
    }
  }

  private Object member(SigmaDocument.Reference reference) {
    SigmaDocument target = byName.get(reference.text());
    Object member =
        switch (target) {
          case SigmaDocument.Rule rule -> loaded.get(rule.header().id());
          case Correlation other -> resolve(other);
          case null, default -> null;
        };
    if (member == null) {
      throw new SigmaException(
          "there is no rule or correlation \"" + reference.text() + "\"", reference.place());
    }
    return member;
  }
}
