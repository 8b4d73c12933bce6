/// Events: a condition, what it finds over time and by value, row by row.
@NullMarked
package dev.spoor.web.event;

import org.jspecify.annotations.NullMarked;
