@NullMarked
package dev.spoor.evtx.plugin;

import org.jspecify.annotations.NullMarked;
