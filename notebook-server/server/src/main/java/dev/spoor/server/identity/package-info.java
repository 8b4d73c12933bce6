/// Ids, permissions and the sealed `Principal` who asks.
@NullMarked
package dev.spoor.server.identity;

import org.jspecify.annotations.NullMarked;
