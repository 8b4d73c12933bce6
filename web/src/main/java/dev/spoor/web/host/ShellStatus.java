package dev.spoor.web.host;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/// What the line at the foot of every page says.
///
/// @param indexLag how far the searchable rows are behind the journal; empty when unknown
public record ShellStatus(
    long clientsConnected, long clients, long events, Optional<Duration> indexLag, ZoneId zone) {}
