package dev.spoor.agent.monitoring;

import dev.spoor.wire.MonitoringEntry;
import dev.spoor.wire.Priority;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// An event artifact that ships with the agent, to be run without a server. The server compiles
/// artifacts itself; this reads only our own definitions, whose parameters are texts and JSON
/// arrays.
public record BuiltInArtifact(
    String name, Map<String, String> parameters, String precondition, List<Source> sources) {
  private static final String FOLDER = "/dev/spoor/host/artifacts/";

  /// One source of rows.
  public record Source(String name, String query) {}

  public BuiltInArtifact {
    parameters = Map.copyOf(parameters);
    sources = List.copyOf(sources);
  }

  /// Reads a built-in definition; an [IllegalArgumentException] names what is wrong.
  public static BuiltInArtifact read(String name) {
    if (!name.matches("[A-Za-z0-9_.]+")) {
      throw new IllegalArgumentException("not the name of an artifact: " + name);
    }
    try (InputStream in = BuiltInArtifact.class.getResourceAsStream(FOLDER + name + ".yaml")) {
      if (in == null) {
        throw new IllegalArgumentException("no artifact " + name + " comes with this agent");
      }
      return of(new YAMLMapper().readTree(in));
    } catch (IOException | JacksonException e) {
      throw new IllegalArgumentException("artifact " + name + ": " + e.getMessage(), e);
    }
  }

  private static BuiltInArtifact of(JsonNode root) {
    Map<String, String> parameters = new LinkedHashMap<>();
    StringBuilder conversions = new StringBuilder();
    for (JsonNode parameter : root.path("parameters")) {
      String name = parameter.path("name").stringValue("");
      parameters.put(name, parameter.path("default").stringValue(""));
      if (parameter.path("type").stringValue("").equals("json_array")) {
        conversions.append("LET ").append(name).append(" <= parse_json_array(data=");
        conversions.append(name).append(")\n");
      }
    }
    List<Source> sources = new ArrayList<>();
    for (JsonNode source : root.path("sources")) {
      sources.add(
          new Source(
              source.path("name").stringValue(""),
              conversions + source.path("query").stringValue("")));
    }
    return new BuiltInArtifact(
        root.path("name").stringValue(""),
        parameters,
        root.path("precondition").stringValue(""),
        sources);
  }

  /// The entries that run this artifact, numbered from `firstStream`.
  public List<MonitoringEntry> entries(int firstStream, Map<String, String> arguments) {
    Map<String, String> env = new LinkedHashMap<>(parameters);
    for (Map.Entry<String, String> argument : arguments.entrySet()) {
      if (!env.containsKey(argument.getKey())) {
        throw new IllegalArgumentException(
            name + " has no parameter " + argument.getKey() + "; it has " + parameters.keySet());
      }
      env.put(argument.getKey(), argument.getValue());
    }
    List<MonitoringEntry> entries = new ArrayList<>();
    for (Source source : sources) {
      entries.add(
          new MonitoringEntry(
              firstStream + entries.size(),
              name,
              0,
              source.name(),
              source.query(),
              env,
              precondition.isBlank() ? null : precondition,
              Priority.NORMAL,
              Integer.toHexString(env.hashCode()),
              List.of()));
    }
    return entries;
  }
}
