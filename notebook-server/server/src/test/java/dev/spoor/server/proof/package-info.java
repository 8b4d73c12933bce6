/// Tests of detections proven.
@NullMarked
package dev.spoor.server.proof;

import org.jspecify.annotations.NullMarked;
