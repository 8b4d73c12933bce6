@NullMarked
package dev.spoor.server.notebook.export;

import org.jspecify.annotations.NullMarked;
