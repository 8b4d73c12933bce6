/// The language against conformance suites that lie outside of the repository.
@NullMarked
package dev.spoor.vql.conformance;

import org.jspecify.annotations.NullMarked;
