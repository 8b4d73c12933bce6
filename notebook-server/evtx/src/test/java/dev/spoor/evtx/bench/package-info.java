/// The benchmark of the parser.
@NullMarked
package dev.spoor.evtx.bench;

import org.jspecify.annotations.NullMarked;
