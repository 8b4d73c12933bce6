/// Sigma rules on the events that arrive: kept with their versions, on, on trial or off; a match of
/// one that is on raises an alert.
@NullMarked
package dev.spoor.server.detection;

import org.jspecify.annotations.NullMarked;
