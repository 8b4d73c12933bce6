/// Measures the language, for the bench command.
@NullMarked
package dev.spoor.vql.bench;

import org.jspecify.annotations.NullMarked;
