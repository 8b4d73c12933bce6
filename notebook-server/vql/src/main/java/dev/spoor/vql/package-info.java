/// The query language: `Vql` parses and runs texts in a `VqlSession`. Nothing in the module depends
/// on this package.
@NullMarked
package dev.spoor.vql;

import org.jspecify.annotations.NullMarked;
