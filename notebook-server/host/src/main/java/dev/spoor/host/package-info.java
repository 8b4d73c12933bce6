/// What a query can see of a machine: signatures with permissions, portable implementations.
@NullMarked
package dev.spoor.host;

import org.jspecify.annotations.NullMarked;
