/// What can be watched on this machine.
@NullMarked
package dev.spoor.agent.source;

import org.jspecify.annotations.NullMarked;
