/// Recorded events: what a recording may look like, read row by row, and event sources that give a
/// recording's rows instead of a machine's. Nothing here writes.
@NullMarked
package dev.spoor.host.recording;

import org.jspecify.annotations.NullMarked;
