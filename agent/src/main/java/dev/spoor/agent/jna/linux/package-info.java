/// Native calls of Linux, and nothing else.
@NullUnmarked
package dev.spoor.agent.jna.linux;

import org.jspecify.annotations.NullUnmarked;
