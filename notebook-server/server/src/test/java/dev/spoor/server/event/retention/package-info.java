/// Tests of retention.
@NullMarked
package dev.spoor.server.event.retention;

import org.jspecify.annotations.NullMarked;
