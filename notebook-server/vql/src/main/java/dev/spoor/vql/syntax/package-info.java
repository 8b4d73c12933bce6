/// Text to tree: lexer, parser, sealed tree, canonical text, positions, problems as values.
@NullMarked
package dev.spoor.vql.syntax;

import org.jspecify.annotations.NullMarked;
