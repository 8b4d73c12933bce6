package dev.spoor.web.host;

import java.time.InstantSource;
import java.util.function.Supplier;

/// What the pages need from the house. Pages call the features directly, with the principal of
/// whoever looks.
///
/// @param serverName how the server calls itself on the login page, e.g. `0.1.0 on hunt01`
public record WebServices(
    SessionLookup sessions, Supplier<ShellStatus> status, InstantSource clock, String serverName) {}
