/// Names and arguments checked before a query runs; yields issues with positions and fixes.
@NullMarked
package dev.spoor.vql.analysis;

import org.jspecify.annotations.NullMarked;
