package dev.spoor.vql.library;

import dev.spoor.vql.catalog.VqlPlugin;
import java.util.List;

/// Plugins for queries that do not end.
final class EventPlugins {
  private EventPlugins() {}

  static List<VqlPlugin> all() {
    return List.of();
  }
}
