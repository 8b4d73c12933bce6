/// REST, the live channel, the agent channel, and all outbound traffic.
@NullMarked
package dev.spoor.server.http;

import org.jspecify.annotations.NullMarked;
