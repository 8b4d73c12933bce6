package dev.spoor.server.artifact;

import dev.spoor.host.artifact.ArtifactPlugin;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What queries on the server can do with artifacts: call them, and import what they export.
public final class ArtifactFunctions {
  private static final Logger LOG = LoggerFactory.getLogger(ArtifactFunctions.class);

  private static final Signature IMPORT =
      Signature.named("import", "Makes the names known that an artifact exports.")
          .required("artifact", ArgumentType.STRING, "the name of the artifact")
          .needs(Permissions.of(Permission.READ_RESULTS.name()))
          .build();

  private ArtifactFunctions() {}

  /// The catalog with `import()` and a plugin for each of the artifacts that can be called.
  public static Catalog with(
      Catalog catalog, List<Artifact> artifacts, Function<String, Optional<Artifact>> definitions) {
    ArtifactCalls calls = new ArtifactCalls(definitions);
    Catalog base = catalog.withFunctions(importing(definitions));
    List<ArtifactPlugin> plugins = new ArrayList<>();
    for (Artifact artifact : artifacts) {
      try {
        plugins.add(new ArtifactPlugin(calls.callable(artifact, base)));
      } catch (SpoorException e) {
        LOG.warn("{} cannot be called: {}", artifact.name(), e.getMessage());
      }
    }
    return base.with(List.of(), plugins);
  }

  private static VqlFunction importing(Function<String, Optional<Artifact>> definitions) {
    return VqlFunction.of(
        IMPORT,
        call -> {
          String name = call.text("artifact");
          Artifact artifact =
              definitions
                  .apply(name)
                  .orElseThrow(() -> call.refuse("artifact " + name + " does not exist"));
          if (!artifact.export().isEmpty()) {
            call.run().define(artifact.export().text(), call.scope());
          }
          return true;
        });
  }
}
