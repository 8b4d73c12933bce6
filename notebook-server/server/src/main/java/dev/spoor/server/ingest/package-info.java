/// Accepts batches: authorise, deduplicate, journal, acknowledge; consumers with offsets.
@NullMarked
package dev.spoor.server.ingest;

import org.jspecify.annotations.NullMarked;
