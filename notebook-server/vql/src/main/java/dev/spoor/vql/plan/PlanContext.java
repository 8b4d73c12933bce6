package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.ForbiddenException;
import dev.spoor.vql.catalog.PermissionCheck;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.syntax.SourcePosition;
import dev.spoor.vql.value.Operators;

/// What every node of one compiled text shares: its text, whom it runs for, what can be called. The
/// principal stays with the nodes wherever the plan is used.
public record PlanContext(
    String text,
    Catalog catalog,
    Object principal,
    PermissionCheck permissions,
    Operators operators) {

  SourcePosition position(int start, int end) {
    return SourcePosition.of(text, start, end - start);
  }

  /// Ends the run if the principal may not make this call.
  void require(Signature callee, int start, int end) {
    if (callee.permissions().isNone()) {
      return;
    }
    SourcePosition position = position(start, end);
    if (!permissions.allows(principal, callee.permissions().names(), position)) {
      throw new ForbiddenException(callee.name(), callee.permissions(), position);
    }
  }
}
