/// Events over HTTP: counts, pages of rows, values seen before, coverage, exports.
@NullMarked
package dev.spoor.server.http.event;

import org.jspecify.annotations.NullMarked;
