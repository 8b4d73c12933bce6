@NullMarked
package dev.spoor.server.notebook.run;

import org.jspecify.annotations.NullMarked;
