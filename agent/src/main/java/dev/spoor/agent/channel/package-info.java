/// Enrols, connects, sends batches, receives commands.
@NullMarked
package dev.spoor.agent.channel;

import org.jspecify.annotations.NullMarked;
