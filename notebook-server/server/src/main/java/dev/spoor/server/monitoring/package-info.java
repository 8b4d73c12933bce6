/// Client and server monitoring tables, states per client, server event queries.
@NullMarked
package dev.spoor.server.monitoring;

import org.jspecify.annotations.NullMarked;
