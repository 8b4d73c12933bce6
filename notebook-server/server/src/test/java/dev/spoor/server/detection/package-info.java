/// Tests of rules on arriving events.
@NullMarked
package dev.spoor.server.detection;

import org.jspecify.annotations.NullMarked;
