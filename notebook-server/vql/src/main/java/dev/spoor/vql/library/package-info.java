/// Functions and plugins that need neither machine nor network.
@NullMarked
package dev.spoor.vql.library;

import org.jspecify.annotations.NullMarked;
