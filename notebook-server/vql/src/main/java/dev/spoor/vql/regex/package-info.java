/// RE2 syntax to a tree, and from the tree a compiled matcher. The only way to run a pattern that a
/// user wrote.
@NullMarked
package dev.spoor.vql.regex;

import org.jspecify.annotations.NullMarked;
