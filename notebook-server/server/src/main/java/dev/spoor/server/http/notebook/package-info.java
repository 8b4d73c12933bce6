/// Routes of notebooks, runs and queries.
@NullMarked
package dev.spoor.server.http.notebook;

import org.jspecify.annotations.NullMarked;
