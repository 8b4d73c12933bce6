/// Port 8890: enrolment, and one WebSocket for each connected agent.
@NullMarked
package dev.spoor.server.http.agent;

import org.jspecify.annotations.NullMarked;
