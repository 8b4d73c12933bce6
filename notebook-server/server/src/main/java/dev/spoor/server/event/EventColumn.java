package dev.spoor.server.event;

import java.util.List;

/// A column that events of an artifact have, by its path from the row down.
public record EventColumn(List<String> path) {
  public EventColumn {
    path = List.copyOf(path);
  }
}
