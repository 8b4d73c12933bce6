/// Durable files behind one seam, so that tests can cut, fail and reorder what a disk does.
@NullMarked
package dev.spoor.host.storage;

import org.jspecify.annotations.NullMarked;
