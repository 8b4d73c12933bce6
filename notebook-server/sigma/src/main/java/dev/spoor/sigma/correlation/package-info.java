/// Matches of rules over time: counts, sequences and sums in sliding windows of bounded memory.
@NullMarked
package dev.spoor.sigma.correlation;

import org.jspecify.annotations.NullMarked;
