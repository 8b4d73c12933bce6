package dev.spoor.web.host;

import java.time.ZoneId;

/// What the line at the foot of every page says.
///
/// @param events rows that can be searched
/// @param behind rows that arrived and cannot be searched yet
public record ShellStatus(
    long clientsConnected, long clients, long events, long behind, ZoneId zone) {}
