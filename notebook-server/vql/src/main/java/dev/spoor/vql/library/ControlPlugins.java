package dev.spoor.vql.library;

import dev.spoor.vql.catalog.VqlPlugin;
import java.util.List;

/// Plugins that steer other queries.
final class ControlPlugins {
  private ControlPlugins() {}

  static List<VqlPlugin> all() {
    return List.of();
  }
}
