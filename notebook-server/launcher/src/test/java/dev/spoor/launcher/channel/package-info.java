/// The real agent channel against the real endpoint, over TLS on loopback.
@NullMarked
package dev.spoor.launcher.channel;

import org.jspecify.annotations.NullMarked;
