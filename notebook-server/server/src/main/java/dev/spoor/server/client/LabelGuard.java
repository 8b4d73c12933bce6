package dev.spoor.server.client;

import dev.spoor.server.identity.Permission;
import java.util.Set;

/// Says which rights a label grants or switches on: whoever gives or takes it needs them on top of
/// LABEL_CLIENT. A free label needs nothing more. The monitoring table guards the labels it uses.
@FunctionalInterface
public interface LabelGuard {
  Set<Permission> neededFor(String label);
}
