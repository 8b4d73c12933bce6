/// Applies the client monitoring table; restarts only what changed.
@NullMarked
package dev.spoor.agent.monitoring;

import org.jspecify.annotations.NullMarked;
