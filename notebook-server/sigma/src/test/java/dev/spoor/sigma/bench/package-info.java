/// How fast rules load and events pass.
@NullMarked
package dev.spoor.sigma.bench;

import org.jspecify.annotations.NullMarked;
