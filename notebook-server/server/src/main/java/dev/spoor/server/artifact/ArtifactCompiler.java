package dev.spoor.server.artifact;

import dev.spoor.host.artifact.CalledArtifact;
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

/// Makes runnable text of an artifact: parameters, exports, then the source; refuses what it cannot
/// pin. Thread-safe.
public final class ArtifactCompiler {
  private final ArtifactCalls calls;
  private final Catalog clientCatalog;
  private final Catalog serverCatalog;
  private final Collection<String> machinePlugins;

  /// @param definitions the newest definition by name, for imports and calls
  /// @param clientCatalog what an agent may offer
  /// @param machinePlugins names of plugins that not every agent has
  public ArtifactCompiler(
      Function<String, Optional<Artifact>> definitions,
      Catalog clientCatalog,
      Catalog serverCatalog,
      Collection<String> machinePlugins) {
    this.calls = new ArtifactCalls(definitions);
    this.clientCatalog = clientCatalog;
    this.serverCatalog = serverCatalog;
    this.machinePlugins = List.copyOf(machinePlugins);
  }

  /// @param given parameters by name; those that are missing have their defaults
  public CompiledArtifact compile(Artifact artifact, int version, Map<String, String> given) {
    TreeMap<String, String> env = ParameterValues.of(artifact, given);
    List<CalledArtifact> called = calls.calledBy(artifact, catalogFor(artifact));
    Catalog catalog = ArtifactCalls.with(catalogFor(artifact), called);
    String conversions = conversions(artifact);
    List<CompiledArtifact.Source> sources = new ArrayList<>();
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    StringBuilder all = new StringBuilder();
    for (CalledArtifact.Source source : calls.sources(artifact)) {
      String vql = conversions + source.vql();
      check(artifact, vql, catalog);
      permissions.addAll(permissions(artifact, vql, catalog));
      if (!source.precondition().isEmpty()) {
        check(artifact, source.precondition(), catalog);
        permissions.addAll(permissions(artifact, source.precondition(), catalog));
      }
      all.append(vql).append(source.precondition());
      sources.add(new CompiledArtifact.Source(source.name(), vql, source.precondition()));
    }
    called.forEach(
        artifactCalled ->
            artifactCalled
                .sources()
                .forEach(source -> all.append(source.vql()).append(source.precondition())));
    return new CompiledArtifact(
        artifact.name(),
        version,
        artifact.type(),
        env,
        hash(env),
        sources,
        permissions,
        called(all.toString()),
        called.stream().map(CalledArtifact::toJson).toList());
  }

  private Catalog catalogFor(Artifact artifact) {
    return artifact.type().runsOnClient() ? clientCatalog : serverCatalog;
  }

  private static String conversions(Artifact artifact) {
    StringBuilder conversions = new StringBuilder();
    for (ArtifactParameter parameter : artifact.parameters()) {
      conversions.append(parameter.type().conversionOf(parameter.name()));
    }
    return conversions.toString();
  }

  private static void check(Artifact artifact, String vql, Catalog catalog) {
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

  private static Set<Permission> permissions(Artifact artifact, String vql, Catalog catalog) {
    Set<Permission> needed = EnumSet.noneOf(Permission.class);
    for (String name : Vql.requiredPermissions(Vql.parse(vql).orThrow(), catalog).names()) {
      needed.add(
          Permission.find(name)
              .orElseThrow(
                  () ->
                      new SpoorException(
                          ErrorCode.INVALID_ARTIFACT,
                          artifact.name() + " needs the unknown permission " + name)));
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
