/// Tests that need the whole house.
@NullMarked
package dev.spoor.launcher;

import org.jspecify.annotations.NullMarked;
