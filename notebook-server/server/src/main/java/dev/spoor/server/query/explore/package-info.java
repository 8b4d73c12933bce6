/// Looking through stored events without writing a whole query: a condition, a range, counts, pages
/// of rows, values seen before, exports.
@NullMarked
package dev.spoor.server.query.explore;

import org.jspecify.annotations.NullMarked;
