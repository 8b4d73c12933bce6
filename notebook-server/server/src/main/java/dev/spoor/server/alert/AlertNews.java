package dev.spoor.server.alert;

import java.util.Set;

/// What happened to alerts in a short while.
///
/// @param raised alerts that are new or have a new value
/// @param changed those whose count or state changed
/// @param counts how many there are now
public record AlertNews(Set<String> raised, Set<String> changed, AlertCounts counts) {
  public AlertNews {
    raised = Set.copyOf(raised);
    changed = Set.copyOf(changed);
  }
}
