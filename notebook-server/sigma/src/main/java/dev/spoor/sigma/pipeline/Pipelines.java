package dev.spoor.sigma.pipeline;

import dev.spoor.sigma.document.LogSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Several pipelines as one: the later adds to the earlier; its placeholders replace those of the
/// same name.
public record Pipelines(List<Pipeline> pipelines) {
  public static final Pipelines NONE = new Pipelines(List.of());

  public Pipelines {
    pipelines = List.copyOf(pipelines);
  }

  public static Pipelines of(Pipeline... pipelines) {
    return new Pipelines(List.of(pipelines));
  }

  public Map<String, List<String>> placeholders() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    pipelines.forEach(pipeline -> all.putAll(pipeline.placeholders()));
    return all;
  }

  /// The alternatives for a rule's log source: by its category, else by its service, else by its
  /// product. Empty if no pipeline knows it.
  public List<Pipeline.Mapping> find(LogSource rule) {
    List<Pipeline.Mapping> found = new ArrayList<>();
    for (Pipeline pipeline : pipelines) {
      for (Pipeline.Mapping mapping : pipeline.mappings()) {
        LogSource source = mapping.logSource();
        boolean sameKind =
            rule.category() != null
                ? Objects.equals(rule.category(), source.category())
                : rule.service() != null
                    ? source.category() == null && Objects.equals(rule.service(), source.service())
                    : source.category() == null && source.service() == null;
        if (sameKind && source.agreesWith(rule)) {
          found.add(mapping);
        }
      }
    }
    return found;
  }
}
