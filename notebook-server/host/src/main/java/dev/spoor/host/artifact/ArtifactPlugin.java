package dev.spoor.host.artifact;

import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.library.MergedStream;
import dev.spoor.vql.plan.ChainStream;
import dev.spoor.vql.plan.Lazy;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.VqlString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `Artifact.Some.Name(Parameter=…)`: runs the artifact for the same principal. It sees its
/// parameters and nothing else of the caller.
public final class ArtifactPlugin implements VqlPlugin {
  public static final String PREFIX = "Artifact.";
  private static final String SOURCE = "source";
  private static final String PRECONDITIONS = "preconditions";
  private static final String FROM = "_Source";

  private final CalledArtifact artifact;
  private final Signature signature;
  private final boolean takesSource;
  private final boolean takesPreconditions;

  /// The text of a program, which is parsed once in a session.
  private record Program(String text) {}

  public ArtifactPlugin(CalledArtifact artifact) {
    this.artifact = artifact;
    Set<String> own = new HashSet<>();
    Signature.Builder builder = Signature.named(PREFIX + artifact.name(), artifact.help());
    for (CalledArtifact.Parameter parameter : artifact.parameters()) {
      own.add(parameter.name());
      builder.optional(parameter.name(), ArgumentType.ANY, parameter.help());
    }
    takesSource = own.add(SOURCE);
    if (takesSource) {
      builder.optional(SOURCE, ArgumentType.STRING, "only this source of it");
    }
    takesPreconditions = own.add(PRECONDITIONS);
    if (takesPreconditions) {
      builder.optional(PRECONDITIONS, ArgumentType.BOOL, "only sources whose precondition holds");
    }
    signature =
        builder
            .needs(
                artifact.permissions().isEmpty()
                    ? Permissions.none()
                    : new Permissions(Set.copyOf(artifact.permissions())))
            .build();
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public RowStream open(PluginCall call) {
    if (call.scope().isTooDeep()) {
      throw call.refuse("calls are nested too deep");
    }
    Dict parameters = new Dict(artifact.parameters().size());
    StringBuilder conversions = new StringBuilder();
    for (CalledArtifact.Parameter parameter : artifact.parameters()) {
      Object value = value(call, parameter);
      parameters.set(parameter.name(), value);
      if (value instanceof VqlString) {
        conversions.append(parameter.conversion());
      }
    }
    String wanted = takesSource ? call.text(SOURCE) : "";
    boolean asks = takesPreconditions && call.bool(PRECONDITIONS, false);
    List<Supplier<RowStream>> parts = new ArrayList<>();
    boolean found = wanted.isEmpty();
    for (CalledArtifact.Source source : artifact.sources()) {
      if (wanted.isEmpty() || wanted.equals(source.name())) {
        found = true;
        parts.add(() -> rows(call, source, conversions.toString(), parameters, asks));
      }
    }
    if (!found) {
      throw call.refuse(artifact.name() + " has no source \"" + wanted + "\"");
    }
    return artifact.isEvent() && parts.size() > 1
        ? MergedStream.of(call, parts)
        : new ChainStream(parts);
  }

  /// What crosses into the artifact has been computed outside, by the rights outside.
  private static @Nullable Object value(PluginCall call, CalledArtifact.Parameter parameter) {
    return call.has(parameter.name())
        ? Lazy.finish(call.value(parameter.name()), call.scope())
        : VqlString.of(parameter.defaultValue());
  }

  private RowStream rows(
      PluginCall call,
      CalledArtifact.Source source,
      String conversions,
      Dict parameters,
      boolean asks) {
    if (asks && !source.precondition().isEmpty()) {
      Query condition = program(call, source.precondition());
      try (RowStream rows = condition.open(scope(call, parameters))) {
        if (rows.next() == null) {
          return RowStream.empty();
        }
      }
    }
    RowStream rows = program(call, conversions + source.vql()).open(scope(call, parameters));
    String name = source.name().isEmpty() ? artifact.name() : artifact.name() + "/" + source.name();
    return new Marked(rows, VqlString.of(name));
  }

  private static Scope scope(PluginCall call, Dict parameters) {
    return call.scope().isolated(Dict.copyOf(parameters));
  }

  private static Query program(PluginCall call, String text) {
    return call.run().shared(new Program(text), () -> call.run().program(text));
  }

  /// Rows with the name of the source as their last column.
  private record Marked(RowStream rows, VqlString name) implements RowStream {
    @Override
    public @Nullable Row next() {
      Row row = rows.next();
      if (row == null) {
        return null;
      }
      Dict marked = Dict.copyOf(row);
      marked.set(FROM, name);
      return marked;
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
