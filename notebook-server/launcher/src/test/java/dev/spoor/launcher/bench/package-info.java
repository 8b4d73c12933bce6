/// Measurements of the whole house, as processes of their own.
@NullMarked
package dev.spoor.launcher.bench;

import org.jspecify.annotations.NullMarked;
