/// The VQL plugin `sigma()` and the function `sigma_log_sources()`.
@NullMarked
package dev.spoor.sigma.plugin;

import org.jspecify.annotations.NullMarked;
