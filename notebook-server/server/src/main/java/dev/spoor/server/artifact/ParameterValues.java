package dev.spoor.server.artifact;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;

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
          ArtifactParameter parameter =
              artifact
                  .parameter(name)
                  .orElseThrow(
                      () ->
                          new SpoorException(
                              ErrorCode.INVALID_REQUEST,
                              artifact.name() + " has no parameter \"" + name + "\""));
          checkValue(artifact, parameter, value);
          env.put(name, value);
        });
    return env;
  }

  private static void checkValue(Artifact artifact, ArtifactParameter parameter, String value) {
    if (parameter.type() == ParameterType.REGEX) {
      try {
        com.google.re2j.Pattern.compile(value);
      } catch (com.google.re2j.PatternSyntaxException e) {
        throw refused(artifact, parameter, "is not a regular expression: " + e.getDescription());
      }
    }
    if (!parameter.validatingRegex().isEmpty() && !matches(parameter.validatingRegex(), value)) {
      throw refused(artifact, parameter, "must match " + parameter.validatingRegex());
    }
    if (!parameter.choices().isEmpty() && !parameter.choices().contains(value)) {
      throw refused(artifact, parameter, "is one of " + String.join(", ", parameter.choices()));
    }
  }

  private static SpoorException refused(
      Artifact artifact, ArtifactParameter parameter, String why) {
    return new SpoorException(
        ErrorCode.INVALID_REQUEST,
        "parameter \"" + parameter.name() + "\" of " + artifact.name() + " " + why);
  }

  private static boolean matches(String regex, String value) {
    try {
      return com.google.re2j.Pattern.compile(regex).matcher(value).find();
    } catch (com.google.re2j.PatternSyntaxException | PatternSyntaxException e) {
      return true;
    }
  }
}
