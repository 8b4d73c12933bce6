@NullMarked
package dev.spoor.server.delivery;

import org.jspecify.annotations.NullMarked;
