package dev.spoor.server.artifact;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The values of an artifact's parameters: those given, checked, and the defaults of the others.
final class ParameterValues {
  private ParameterValues() {}

  static TreeMap<String, String> of(Artifact artifact, Map<String, String> given) {
    TreeMap<String, String> env = new TreeMap<>();
    for (ArtifactParameter parameter : artifact.parameters()) {
      env.put(parameter.name(), parameter.defaultValue());
    }
    given.forEach(
        (name, value) -> {
          if (artifact.parameter(name).isEmpty()) {
            throw new SpoorException(
                ErrorCode.INVALID_REQUEST, artifact.name() + " has no parameter \"" + name + "\"");
          }
          env.put(name, value);
        });
    List<ParameterIssue> issues = ParameterCheck.check(artifact, given);
    if (!issues.isEmpty()) {
      ParameterIssue first = issues.getFirst();
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "parameter \"" + first.parameter() + "\" of " + artifact.name() + " " + first.message(),
          issues.stream().map(ParameterIssue::problem).toList());
    }
    return env;
  }
}
