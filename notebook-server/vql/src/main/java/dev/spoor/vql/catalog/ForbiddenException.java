package dev.spoor.vql.catalog;

import dev.spoor.vql.syntax.SourcePosition;

/// A call needs a right that the principal of its plan does not have; the run is over.
public final class ForbiddenException extends VqlException {
  private final String callee;
  private final Permissions permissions;
  private final SourcePosition position;

  public ForbiddenException(String callee, Permissions permissions, SourcePosition position) {
    super(
        callee
            + " needs "
            + permissions
            + " (line "
            + position.line()
            + ", column "
            + position.column()
            + ")");
    this.callee = callee;
    this.permissions = permissions;
    this.position = position;
  }

  public String callee() {
    return callee;
  }

  public Permissions permissions() {
    return permissions;
  }

  public SourcePosition position() {
    return position;
  }
}
