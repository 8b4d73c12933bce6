package dev.spoor.server.query.explore;

import dev.spoor.server.event.EventCounts;
import java.time.Duration;

/// How often a value was seen before.
///
/// @param counts rows, clients, first and last time; least numbers unless complete
/// @param allClients clients that there are
/// @param within how far back
public record SeenBefore(EventCounts counts, int allClients, Duration within) {}
