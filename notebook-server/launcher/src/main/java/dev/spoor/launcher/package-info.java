/// Puts the house together and starts it: commands, wiring, order of start and stop.
@NullMarked
package dev.spoor.launcher;

import org.jspecify.annotations.NullMarked;
