/// Rules, recordings, replays, retro-hunts and detection tests over HTTP.
@NullMarked
package dev.spoor.server.http.proof;

import org.jspecify.annotations.NullMarked;
