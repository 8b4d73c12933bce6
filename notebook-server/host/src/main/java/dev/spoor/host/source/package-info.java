/// What event sources look like to the queries that watch them; each machine brings its own.
@NullMarked
package dev.spoor.host.source;

import org.jspecify.annotations.NullMarked;
