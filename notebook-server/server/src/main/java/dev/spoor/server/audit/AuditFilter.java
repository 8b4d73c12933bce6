package dev.spoor.server.audit;

import org.jspecify.annotations.Nullable;

/// Which rows of the audit are asked for; null is all.
///
/// @param principal part of the name, for example `anna`
/// @param action how it begins, for example `client.`
/// @param target part of it
public record AuditFilter(
    @Nullable String principal, @Nullable String action, @Nullable String target) {
  public static final AuditFilter ALL = new AuditFilter(null, null, null);
}
