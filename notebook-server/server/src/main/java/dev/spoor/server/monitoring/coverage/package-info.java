/// Which clients were to report, which did, and where nothing is known: so that "no hits" and "no
/// data" look different.
@NullMarked
package dev.spoor.server.monitoring.coverage;

import org.jspecify.annotations.NullMarked;
