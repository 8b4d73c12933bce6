/// Every failure a user can see: one exception type, one table of codes.
@NullMarked
package dev.spoor.server.error;

import org.jspecify.annotations.NullMarked;
