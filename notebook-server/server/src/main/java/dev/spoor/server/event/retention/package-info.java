/// For how long events are kept, by artifact, and what goes because of it.
@NullMarked
package dev.spoor.server.event.retention;

import org.jspecify.annotations.NullMarked;
