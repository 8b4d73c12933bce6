package dev.spoor.sigma.correlation;

import dev.spoor.sigma.document.SigmaDocument.Correlation;
import dev.spoor.vql.value.Row;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A correlation came true for a group.
///
/// @param group group-by field → value
/// @param value what was counted or computed
/// @param events how many events the window had
/// @param rows the latest of them
public record CorrelationMatch(
    Correlation correlation,
    Map<String, Object> group,
    Instant first,
    Instant last,
    double value,
    int events,
    List<Row> rows) {
  public CorrelationMatch {
    group = Collections.unmodifiableMap(new LinkedHashMap<>(group));
    rows = List.copyOf(rows);
  }
}
