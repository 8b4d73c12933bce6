/// Routes of delivery targets and deliveries.
@NullMarked
package dev.spoor.server.http.delivery;

import org.jspecify.annotations.NullMarked;
