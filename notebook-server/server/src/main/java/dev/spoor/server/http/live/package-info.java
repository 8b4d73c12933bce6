/// The page's channel: subscriptions with a short memory, edits, runs; snapshots when a reader is
/// slow.
@NullMarked
package dev.spoor.server.http.live;

import org.jspecify.annotations.NullMarked;
