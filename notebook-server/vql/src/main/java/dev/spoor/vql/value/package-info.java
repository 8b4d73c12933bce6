/// Values and rows of the language: comparison, coercion, truth, JSON text. May be used by every
/// module.
@NullMarked
package dev.spoor.vql.value;

import org.jspecify.annotations.NullMarked;
