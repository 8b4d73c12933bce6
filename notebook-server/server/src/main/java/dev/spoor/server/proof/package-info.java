/// Detections proven: recordings, replay in a sandbox, retro-hunts over the stored past, and tests
/// whose outcome is `passed`, `failed` with the difference, or `error`.
@NullMarked
package dev.spoor.server.proof;

import org.jspecify.annotations.NullMarked;
