/// Routes of artifacts, monitoring tables and the status of the flow of events.
@NullMarked
package dev.spoor.server.http.monitoring;

import org.jspecify.annotations.NullMarked;
