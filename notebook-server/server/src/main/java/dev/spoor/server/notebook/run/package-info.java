/// Runs of cells and their stored results.
@NullMarked
package dev.spoor.server.notebook.run;

import org.jspecify.annotations.NullMarked;
