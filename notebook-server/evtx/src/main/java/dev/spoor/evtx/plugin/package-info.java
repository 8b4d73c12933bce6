/// Event log records as rows of the query language.
@NullMarked
package dev.spoor.evtx.plugin;

import org.jspecify.annotations.NullMarked;
