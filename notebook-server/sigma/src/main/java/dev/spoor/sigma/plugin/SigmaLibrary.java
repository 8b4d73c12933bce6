package dev.spoor.sigma.plugin;

import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.catalog.VqlPlugin;
import java.util.List;

/// What the module adds to a catalog.
public final class SigmaLibrary {
  private SigmaLibrary() {}

  public static List<VqlPlugin> plugins() {
    return List.of(VqlPlugin.of(SigmaPlugin.SIGNATURE, SigmaStream::open));
  }

  public static List<VqlFunction> functions() {
    return List.of(VqlFunction.of(LogSources.SIGNATURE, LogSources::make));
  }
}
