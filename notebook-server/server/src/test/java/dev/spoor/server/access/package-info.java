@NullMarked
package dev.spoor.server.access;

import org.jspecify.annotations.NullMarked;
