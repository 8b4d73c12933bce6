/// Events and what can be asked of them, behind `EventStore`. Knows clients and rows, but neither
/// the journal that feeds it nor the queries that read it.
@NullMarked
package dev.spoor.server.event;

import org.jspecify.annotations.NullMarked;
