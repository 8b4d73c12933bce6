package dev.spoor.web.host;

import dev.spoor.server.client.Clients;
import dev.spoor.server.client.MonitoringStates;
import dev.spoor.server.notebook.Notebooks;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What the pages need from the house. Pages call the features directly, with the principal of
/// whoever looks.
///
/// @param serverName how the server calls itself on the login page, e.g. `0.1.0 on hunt01`
public record WebServices(
    SessionLookup sessions,
    Clients clients,
    MonitoringStates monitoringStates,
    Notebooks notebooks,
    Supplier<ShellStatus> status,
    InstantSource clock,
    String serverName) {}
