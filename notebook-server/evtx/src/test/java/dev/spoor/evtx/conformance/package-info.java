/// Against files of real machines and what other parsers read in them; skipped where they are not.
@NullMarked
package dev.spoor.evtx.conformance;

import org.jspecify.annotations.NullMarked;
