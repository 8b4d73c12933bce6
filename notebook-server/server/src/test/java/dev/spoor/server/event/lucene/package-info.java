@NullMarked
package dev.spoor.server.event.lucene;

import org.jspecify.annotations.NullMarked;
