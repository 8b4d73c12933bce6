package dev.spoor.server.artifact;

import dev.spoor.host.artifact.ArtifactPlugin;
import dev.spoor.host.artifact.CalledArtifact;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.error.SpoorException.Problem;
import dev.spoor.vql.Vql;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.syntax.ParseResult;
import dev.spoor.vql.syntax.SourcePosition;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.syntax.TreeWalk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/// Follows the calls from artifact to artifact: what is missing, calls itself or goes too deep is
/// refused with its place in the definition. Thread-safe.
final class ArtifactCalls {
  static final int MAX_DEPTH = 20;
  static final int MOST = 500;
  static final int MAX_CHARACTERS = 8 << 20;

  private final Function<String, Optional<Artifact>> definitions;

  ArtifactCalls(Function<String, Optional<Artifact>> definitions) {
    this.definitions = definitions;
  }

  /// A call in a definition.
  private record Site(String artifact, int line, int column, int length) {}

  /// All artifacts that this one calls, and those that they call; each after what it calls.
  List<CalledArtifact> calledBy(Artifact artifact, Catalog catalog) {
    Map<String, CalledArtifact> done = new LinkedHashMap<>();
    List<String> path = new ArrayList<>(List.of(artifact.name()));
    for (Site site : sites(artifact)) {
      visit(site, site.artifact(), path, catalog, done);
    }
    return List.copyOf(done.values());
  }

  /// An artifact itself, ready to be called.
  CalledArtifact callable(Artifact artifact, Catalog catalog) {
    List<CalledArtifact> called = calledBy(artifact, catalog);
    return called(artifact, with(catalog, called));
  }

  static Catalog with(Catalog catalog, List<CalledArtifact> called) {
    return called.isEmpty()
        ? catalog
        : catalog.with(List.of(), called.stream().map(ArtifactPlugin::new).toList());
  }

  private void visit(
      Site from,
      String name,
      List<String> path,
      Catalog catalog,
      Map<String, CalledArtifact> done) {
    if (path.contains(name)) {
      throw refused(from, path, "calls itself: " + String.join(" → ", path) + " → " + name);
    }
    if (done.containsKey(name)) {
      return;
    }
    Artifact artifact =
        definitions
            .apply(name)
            .orElseThrow(
                () ->
                    refused(
                        from, path, path.getLast() + " calls " + name + ", which does not exist"));
    if (path.size() >= MAX_DEPTH || done.size() >= MOST) {
      throw refused(from, path, "the calls of artifacts go deeper than " + MAX_DEPTH);
    }
    path.add(name);
    for (Site site : sites(artifact)) {
      visit(from, site.artifact(), path, catalog, done);
    }
    path.removeLast();
    done.put(name, called(artifact, with(catalog, List.copyOf(done.values()))));
  }

  private static SpoorException refused(Site site, List<String> path, String message) {
    return new SpoorException(
        ErrorCode.INVALID_ARTIFACT,
        path.getFirst() + " cannot be compiled: " + message,
        List.of(new Problem(site.line(), site.column(), site.length(), "error", message, null)));
  }

  private CalledArtifact called(Artifact artifact, Catalog catalog) {
    TreeSet<String> permissions = new TreeSet<>(artifact.requiredPermissions());
    List<CalledArtifact.Source> sources = sources(artifact);
    for (CalledArtifact.Source source : sources) {
      for (String vql : List.of(source.vql(), source.precondition())) {
        permissions.addAll(Vql.requiredPermissions(Vql.parse(vql).statements(), catalog).names());
      }
    }
    List<CalledArtifact.Parameter> parameters = new ArrayList<>();
    for (ArtifactParameter parameter : artifact.parameters()) {
      String conversion = parameter.type().conversionOf(parameter.name());
      permissions.addAll(
          Vql.requiredPermissions(Vql.parse(conversion).statements(), catalog).names());
      parameters.add(
          new CalledArtifact.Parameter(
              parameter.name(), parameter.defaultValue(), conversion, parameter.description()));
    }
    String help = artifact.description().lines().findFirst().orElse("");
    return new CalledArtifact(
        artifact.name(),
        help.isBlank() ? "Runs the artifact." : help,
        artifact.type().isEvent(),
        parameters,
        sources,
        List.copyOf(permissions));
  }

  /// The queries of an artifact with what stands before them: exports, own and imported; where the
  /// sources share a scope, the LETs of the sources before.
  List<CalledArtifact.Source> sources(Artifact artifact) {
    boolean shared =
        !artifact.type().isEvent()
            && artifact.sources().stream().allMatch(source -> source.precondition().isEmpty());
    StringBuilder prefix = new StringBuilder(exports(artifact));
    List<CalledArtifact.Source> sources = new ArrayList<>();
    int size = 0;
    for (ArtifactSource source : artifact.sources()) {
      String query = source.query().text().strip();
      if (query.isEmpty()) {
        continue;
      }
      String precondition =
          source.precondition().isEmpty()
              ? artifact.precondition().text()
              : source.precondition().text();
      size += prefix.length() + query.length() + precondition.length();
      if (size > MAX_CHARACTERS) {
        throw new SpoorException(
            ErrorCode.INVALID_ARTIFACT,
            artifact.name() + " is larger than " + MAX_CHARACTERS + " characters when compiled");
      }
      sources.add(
          new CalledArtifact.Source(source.name(), prefix + query + "\n", precondition.strip()));
      if (shared) {
        for (Statement statement : Vql.parse(query).statements()) {
          if (statement instanceof Statement.Let) {
            prefix.append(query, statement.start(), statement.end()).append('\n');
          }
        }
      }
    }
    return sources;
  }

  private String exports(Artifact artifact) {
    StringBuilder exports = new StringBuilder();
    if (!artifact.export().isEmpty()) {
      exports.append(artifact.export().text().strip()).append('\n');
    }
    for (String name : artifact.imports()) {
      exports.append(imported(artifact, name).export().text().strip()).append('\n');
    }
    return exports.toString();
  }

  private Artifact imported(Artifact artifact, String name) {
    return definitions
        .apply(name)
        .orElseThrow(
            () ->
                new SpoorException(
                    ErrorCode.INVALID_ARTIFACT,
                    artifact.name() + " imports " + name + ", which does not exist"));
  }

  private List<Site> sites(Artifact artifact) {
    List<Site> sites = new ArrayList<>();
    collect(artifact.precondition(), sites);
    collect(artifact.export(), sites);
    for (ArtifactSource source : artifact.sources()) {
      collect(source.precondition(), sites);
      collect(source.query(), sites);
    }
    for (String name : artifact.imports()) {
      List<Site> there = new ArrayList<>();
      collect(imported(artifact, name).export(), there);
      // the place is in another definition
      there.forEach(site -> sites.add(new Site(site.artifact(), 1, 1, 1)));
    }
    return sites;
  }

  private static void collect(VqlText text, List<Site> sites) {
    if (text.isEmpty()) {
      return;
    }
    ParseResult parsed = Vql.parse(text.text());
    TreeWalk walk =
        new TreeWalk() {
          @Override
          protected void source(Statement.Source source) {
            String name = source.dottedName();
            if (source.arguments() != null && name.startsWith(ArtifactPlugin.PREFIX)) {
              SourcePosition at = SourcePosition.of(text.text(), source.start(), name.length());
              sites.add(
                  new Site(
                      name.substring(ArtifactPlugin.PREFIX.length()),
                      text.lineOf(at.line()),
                      text.columnOf(at.line(), at.column()),
                      name.length()));
            }
            super.source(source);
          }
        };
    parsed.statements().forEach(walk::statement);
  }
}
