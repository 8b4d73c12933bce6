/// The event store: blocks of rows in files, found through Lucene.
@NullMarked
package dev.spoor.server.event.lucene;

import org.jspecify.annotations.NullMarked;
