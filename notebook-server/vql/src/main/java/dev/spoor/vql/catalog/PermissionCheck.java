package dev.spoor.vql.catalog;

import dev.spoor.vql.syntax.SourcePosition;
import java.util.Set;

/// Decides whether a principal may make a call. Asked each time a call with permissions starts.
@FunctionalInterface
public interface PermissionCheck {
  /// For a query that its own user runs on his own machine.
  PermissionCheck ALLOW_ALL = (principal, permissions, position) -> true;

  PermissionCheck DENY_ALL = (principal, permissions, position) -> false;

  boolean allows(Object principal, Set<String> permissions, SourcePosition position);
}
