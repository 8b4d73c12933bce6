package dev.spoor.web.host;

import dev.spoor.server.access.ApiTokens;
import dev.spoor.server.access.AuditLog;
import dev.spoor.server.access.Users;
import dev.spoor.server.event.retention.Retention;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.monitoring.ServerStatus;
import java.util.function.ToIntFunction;

/// What the pages of home, administration and status need from the house.
///
/// @param openAlerts how many alerts need somebody
public record AdministrationServices(
    Users users,
    ApiTokens tokens,
    AuditLog audit,
    Retention retention,
    ServerStatus status,
    ToIntFunction<Principal> openAlerts) {}
