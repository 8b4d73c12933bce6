package dev.spoor.server.proof;

import dev.spoor.server.event.TimeRange;
import java.util.List;
import java.util.Map;

/// A detection to be asked of the stored past.
///
/// @param range of the event time
public record RetroHuntRequest(Question question, TimeRange range) {

  /// What is asked.
  public sealed interface Question {
    /// Which stored rows of an artifact it would still give with these parameters.
    record OfArtifact(String name, Map<String, String> parameters) implements Question {
      public OfArtifact {
        parameters = Map.copyOf(parameters);
      }
    }

    /// Which stored rows of an artifact meet a condition.
    record Predicate(String artifact, String condition) implements Question {}

    /// Which stored rows a Sigma rule matches; of all artifacts if none is named.
    record Sigma(String yaml, List<String> artifacts) implements Question {
      public Sigma {
        artifacts = List.copyOf(artifacts);
      }
    }
  }
}
