/// Runs VQL on the server: sessions, limits, cancellation, `source()` with pushdown.
@NullMarked
package dev.spoor.server.query;

import org.jspecify.annotations.NullMarked;
