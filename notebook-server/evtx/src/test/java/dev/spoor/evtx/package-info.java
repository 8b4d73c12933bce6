@NullMarked
package dev.spoor.evtx;

import org.jspecify.annotations.NullMarked;
