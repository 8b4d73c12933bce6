/// Append-only, hash-chained record of who did what, with before and after.
@NullMarked
package dev.spoor.server.audit;

import org.jspecify.annotations.NullMarked;
