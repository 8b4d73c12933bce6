package dev.spoor.server.artifact;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.vql.Vql;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.syntax.Issue;
import dev.spoor.vql.syntax.Severity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Makes runnable text of an artifact: parameters, exports, then the source; refuses what it cannot
/// pin. Thread-safe.
public final class ArtifactCompiler {
  private static final Pattern CALLS_ARTIFACT = Pattern.compile("\\bArtifact\\.[A-Za-z_]");

  private final Function<String, Optional<Artifact>> definitions;
  private final Catalog clientCatalog;
  private final Catalog serverCatalog;
  private final Collection<String> machinePlugins;

  /// @param definitions the newest definition by name, for imports
  /// @param clientCatalog what an agent may offer
  /// @param machinePlugins names of plugins that not every agent has
  public ArtifactCompiler(
      Function<String, Optional<Artifact>> definitions,
      Catalog clientCatalog,
      Catalog serverCatalog,
      Collection<String> machinePlugins) {
    this.definitions = definitions;
    this.clientCatalog = clientCatalog;
    this.serverCatalog = serverCatalog;
    this.machinePlugins = List.copyOf(machinePlugins);
  }

  /// @param given parameters by name; those that are missing have their defaults
  public CompiledArtifact compile(Artifact artifact, int version, Map<String, String> given) {
    TreeMap<String, String> env = environment(artifact, given);
    String prefix = prefix(artifact);
    Catalog catalog = artifact.type().runsOnClient() ? clientCatalog : serverCatalog;
    List<CompiledArtifact.Source> sources = new ArrayList<>();
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    StringBuilder all = new StringBuilder();
    for (ArtifactSource source : artifact.sources()) {
      if (source.query().isEmpty()) {
        continue;
      }
      String vql = prefix + source.query().text().strip() + "\n";
      String precondition =
          source.precondition().isEmpty()
              ? artifact.precondition().text()
              : source.precondition().text();
      check(artifact, vql, catalog);
      permissions.addAll(permissions(vql, catalog));
      if (!precondition.isBlank()) {
        check(artifact, precondition, catalog);
        permissions.addAll(permissions(precondition, catalog));
      }
      all.append(vql).append(precondition);
      sources.add(new CompiledArtifact.Source(source.name(), vql, precondition.strip()));
    }
    return new CompiledArtifact(
        artifact.name(),
        version,
        artifact.type(),
        env,
        hash(env),
        sources,
        permissions,
        called(all.toString()));
  }

  private static TreeMap<String, String> environment(Artifact artifact, Map<String, String> given) {
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
        throw new SpoorException(
            ErrorCode.INVALID_REQUEST,
            "parameter \""
                + parameter.name()
                + "\" of "
                + artifact.name()
                + " is not a regular expression: "
                + e.getDescription());
      }
    }
    if (!parameter.validatingRegex().isEmpty() && !matches(parameter.validatingRegex(), value)) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "parameter \""
              + parameter.name()
              + "\" of "
              + artifact.name()
              + " must match "
              + parameter.validatingRegex());
    }
    if (!parameter.choices().isEmpty() && !parameter.choices().contains(value)) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "parameter \""
              + parameter.name()
              + "\" of "
              + artifact.name()
              + " is one of "
              + String.join(", ", parameter.choices()));
    }
  }

  private static boolean matches(String regex, String value) {
    try {
      return com.google.re2j.Pattern.compile(regex).matcher(value).find();
    } catch (com.google.re2j.PatternSyntaxException | PatternSyntaxException e) {
      return true;
    }
  }

  /// Parameter conversions, own export, imported exports: what stands before every source.
  private String prefix(Artifact artifact) {
    StringBuilder prefix = new StringBuilder();
    for (ArtifactParameter parameter : artifact.parameters()) {
      prefix.append(parameter.type().conversionOf(parameter.name()));
    }
    if (!artifact.export().isEmpty()) {
      prefix.append(artifact.export().text().strip()).append('\n');
    }
    for (String name : artifact.imports()) {
      Artifact imported =
          definitions
              .apply(name)
              .orElseThrow(
                  () ->
                      new SpoorException(
                          ErrorCode.INVALID_ARTIFACT,
                          artifact.name() + " imports " + name + ", which does not exist"));
      prefix.append(imported.export().text().strip()).append('\n');
    }
    return prefix.toString();
  }

  private static void check(Artifact artifact, String vql, Catalog catalog) {
    if (CALLS_ARTIFACT.matcher(vql).find()) {
      throw new SpoorException(
          ErrorCode.INVALID_ARTIFACT,
          artifact.name() + " calls another artifact, which cannot be compiled yet");
    }
    List<SpoorException.Problem> problems = new ArrayList<>();
    for (Issue issue : Vql.check(vql, catalog)) {
      if (issue.severity() == Severity.ERROR) {
        problems.add(
            new SpoorException.Problem(
                issue.line(), issue.column(), issue.length(), "error", issue.message(), null));
      }
    }
    if (!problems.isEmpty()) {
      throw new SpoorException(
          ErrorCode.INVALID_ARTIFACT,
          artifact.name() + " cannot be compiled: " + problems.getFirst().message(),
          problems);
    }
  }

  private static Set<Permission> permissions(String vql, Catalog catalog) {
    Set<Permission> needed = EnumSet.noneOf(Permission.class);
    for (String name : Vql.requiredPermissions(Vql.parse(vql).orThrow(), catalog).names()) {
      needed.add(Permission.valueOf(name));
    }
    return needed;
  }

  private List<String> called(String text) {
    Set<String> called = new TreeSet<>();
    for (String plugin : machinePlugins) {
      if (Pattern.compile("\\b" + Pattern.quote(plugin) + "\\s*\\(").matcher(text).find()) {
        called.add(plugin);
      }
    }
    return List.copyOf(called);
  }

  private static String hash(Map<String, String> env) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      env.forEach(
          (name, value) -> {
            digest.update((name + "\0" + value.length() + "\0").getBytes(StandardCharsets.UTF_8));
            digest.update(value.getBytes(StandardCharsets.UTF_8));
          });
      return HexFormat.of().formatHex(digest.digest(), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
