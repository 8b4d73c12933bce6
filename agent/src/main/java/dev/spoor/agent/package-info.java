/// The program on the endpoint: start and stop in order.
@NullMarked
package dev.spoor.agent;

import org.jspecify.annotations.NullMarked;
