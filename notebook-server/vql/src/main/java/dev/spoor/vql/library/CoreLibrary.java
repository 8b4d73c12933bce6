package dev.spoor.vql.library;

import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.catalog.VqlPlugin;
import java.util.ArrayList;
import java.util.List;

/// All functions and plugins of this package.
public final class CoreLibrary {
  private static final Catalog CATALOG = build();

  private CoreLibrary() {}

  public static Catalog catalog() {
    return CATALOG;
  }

  private static Catalog build() {
    List<VqlFunction> functions = new ArrayList<>();
    functions.addAll(CoreFunctions.all());
    functions.addAll(Aggregates.all());
    functions.addAll(TextFunctions.all());
    functions.addAll(DataFunctions.all());
    functions.addAll(TimeFunctions.all());
    functions.addAll(CacheFunctions.all());
    functions.addAll(PathFunctions.all());
    functions.addAll(CodeFunctions.all());
    List<VqlPlugin> plugins = new ArrayList<>();
    plugins.addAll(CorePlugins.all());
    plugins.addAll(ControlPlugins.all());
    plugins.addAll(EventPlugins.all());
    return Catalog.of(functions, plugins);
  }
}
