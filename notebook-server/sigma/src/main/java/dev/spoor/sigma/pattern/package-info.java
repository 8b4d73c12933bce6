/// What a value is compared with: wildcards and escapes, encodings, networks, regular expressions.
@NullMarked
package dev.spoor.sigma.pattern;

import org.jspecify.annotations.NullMarked;
