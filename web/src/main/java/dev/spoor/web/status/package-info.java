/// How the server stands: the flow of events, queries, agents.
@NullMarked
package dev.spoor.web.status;

import org.jspecify.annotations.NullMarked;
