@NullMarked
package dev.spoor.server.event;

import org.jspecify.annotations.NullMarked;
