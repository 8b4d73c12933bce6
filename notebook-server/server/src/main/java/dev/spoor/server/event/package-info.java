/// Events and what can be asked of them, behind `EventStore`.
@NullMarked
package dev.spoor.server.event;

import org.jspecify.annotations.NullMarked;
