/// Rules, correlations and filters as they stand in YAML, with the place of everything; what is
/// wrong is a `SigmaException` with a reason and a place.
@NullMarked
package dev.spoor.sigma.document;

import org.jspecify.annotations.NullMarked;
