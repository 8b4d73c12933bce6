/// Alerts and decisions over REST, and their topic of the live channel.
@NullMarked
package dev.spoor.server.http.alert;

import org.jspecify.annotations.NullMarked;
