/// Rules to a matcher: one pass over an event finds the rules that could match, and only those are
/// evaluated.
@NullMarked
package dev.spoor.sigma.match;

import org.jspecify.annotations.NullMarked;
