package dev.spoor.vql.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything that a query can call. Immutable.
public final class Catalog {
  public static final Catalog EMPTY = new Catalog(new TreeMap<>(), new TreeMap<>());

  private final TreeMap<String, VqlFunction> functions;
  private final TreeMap<String, VqlPlugin> plugins;

  private Catalog(TreeMap<String, VqlFunction> functions, TreeMap<String, VqlPlugin> plugins) {
    this.functions = functions;
    this.plugins = plugins;
  }

  public static Catalog of(
      Collection<? extends VqlFunction> functions, Collection<? extends VqlPlugin> plugins) {
    return EMPTY.with(functions, plugins);
  }

  /// A catalog with these added; one of the same name is replaced.
  public Catalog with(
      Collection<? extends VqlFunction> moreFunctions,
      Collection<? extends VqlPlugin> morePlugins) {
    TreeMap<String, VqlFunction> f = new TreeMap<>(functions);
    TreeMap<String, VqlPlugin> p = new TreeMap<>(plugins);
    moreFunctions.forEach(function -> f.put(function.signature().name(), function));
    morePlugins.forEach(plugin -> p.put(plugin.signature().name(), plugin));
    return new Catalog(f, p);
  }

  public Catalog withFunctions(VqlFunction... more) {
    return with(List.of(more), List.of());
  }

  public Catalog withPlugins(VqlPlugin... more) {
    return with(List.of(), List.of(more));
  }

  /// A catalog without these names: what a place must not offer at all.
  public Catalog without(Collection<String> functionNames, Collection<String> pluginNames) {
    TreeMap<String, VqlFunction> f = new TreeMap<>(functions);
    TreeMap<String, VqlPlugin> p = new TreeMap<>(plugins);
    functionNames.forEach(f::remove);
    pluginNames.forEach(p::remove);
    return new Catalog(f, p);
  }

  public @Nullable VqlFunction function(String name) {
    return functions.get(name);
  }

  /// A plugin by its whole name; names with dots are allowed (`Artifact.Linux.Sys`).
  public @Nullable VqlPlugin plugin(String name) {
    return plugins.get(name);
  }

  public Map<String, VqlFunction> functions() {
    return Collections.unmodifiableMap(functions);
  }

  public Map<String, VqlPlugin> plugins() {
    return Collections.unmodifiableMap(plugins);
  }
}
