/// Notebook files in and out.
@NullMarked
package dev.spoor.server.notebook.export;

import org.jspecify.annotations.NullMarked;
