/// Enrolled endpoints: facts, presence, labels, and the channel to them.
@NullMarked
package dev.spoor.server.client;

import org.jspecify.annotations.NullMarked;
