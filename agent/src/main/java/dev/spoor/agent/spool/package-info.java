/// The disk-backed queue: append, lease, commit, bounded in bytes.
@NullMarked
package dev.spoor.agent.spool;

import org.jspecify.annotations.NullMarked;
