/// Windows event log files to records, built for files that someone broke on purpose: every offset,
/// size and depth is checked, one bad record never costs its neighbours.
@NullMarked
package dev.spoor.evtx;

import org.jspecify.annotations.NullMarked;
