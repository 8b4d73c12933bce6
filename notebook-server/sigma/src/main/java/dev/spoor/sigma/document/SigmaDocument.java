package dev.spoor.sigma.document;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One YAML document: a rule, a correlation or a filter.
public sealed interface SigmaDocument {

  Header header();

  /// A rule: what it looks at, and when it matches.
  ///
  /// @param source the document as it was written: for extensions and for display
  record Rule(
      Header header,
      LogSource logSource,
      Map<String, Detection> detections,
      Condition condition,
      YamlNode.Mapping source)
      implements SigmaDocument {
    public Rule {
      detections = Collections.unmodifiableMap(new LinkedHashMap<>(detections));
    }
  }

  /// What is excluded from the matches of other rules.
  ///
  /// @param rules ids or names; empty for any rule of the log source
  record Filter(
      Header header,
      LogSource logSource,
      List<Reference> rules,
      Map<String, Detection> detections,
      Condition condition)
      implements SigmaDocument {
    public Filter {
      rules = List.copyOf(rules);
      detections = Collections.unmodifiableMap(new LinkedHashMap<>(detections));
    }
  }

  /// Another document, by id or name.
  record Reference(String text, Place place) {}

  /// Matches of rules that come together in time.
  ///
  /// @param aliases alias → rule → the field that the alias means there
  record Correlation(
      Header header,
      CorrelationType type,
      List<Reference> rules,
      List<String> groupBy,
      Duration timespan,
      Map<String, Map<String, String>> aliases,
      CorrelationCondition condition,
      boolean generate)
      implements SigmaDocument {
    public Correlation {
      rules = List.copyOf(rules);
      groupBy = List.copyOf(groupBy);
      aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
    }
  }

  /// What a correlation counts.
  enum CorrelationType {
    EVENT_COUNT,
    VALUE_COUNT,
    TEMPORAL,
    TEMPORAL_ORDERED,
    VALUE_SUM,
    VALUE_AVG,
    VALUE_PERCENTILE,
    VALUE_MEDIAN;

    public boolean isTemporal() {
      return this == TEMPORAL || this == TEMPORAL_ORDERED;
    }

    public boolean isMetric() {
      return ordinal() >= VALUE_SUM.ordinal();
    }

    public boolean needsField() {
      return this == VALUE_COUNT || isMetric();
    }
  }

  /// Bounds of what was counted; an absent one is no bound.
  ///
  /// @param fields the field or fields that are counted or summed
  /// @param percentile of VALUE_PERCENTILE
  record CorrelationCondition(
      @Nullable Double gt,
      @Nullable Double gte,
      @Nullable Double lt,
      @Nullable Double lte,
      @Nullable Double eq,
      @Nullable Double neq,
      List<String> fields,
      double percentile) {
    public CorrelationCondition {
      fields = List.copyOf(fields);
    }

    public boolean holds(double value) {
      return (gt == null || value > gt)
          && (gte == null || value >= gte)
          && (lt == null || value < lt)
          && (lte == null || value <= lte)
          && (eq == null || value == eq)
          && (neq == null || value != neq);
    }

    /// True if more can make it false again: it can be judged only when a window is over.
    public boolean hasUpperBound() {
      return lt != null || lte != null || eq != null || neq != null;
    }
  }
}
