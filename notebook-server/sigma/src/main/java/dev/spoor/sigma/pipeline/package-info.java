/// Where the events of a log source are found, how their fields are called, and what placeholders
/// stand for.
@NullMarked
package dev.spoor.sigma.pipeline;

import org.jspecify.annotations.NullMarked;
