/// What agent and server say to each other: messages, codec, protocol version.
@NullMarked
package dev.spoor.wire;

import org.jspecify.annotations.NullMarked;
