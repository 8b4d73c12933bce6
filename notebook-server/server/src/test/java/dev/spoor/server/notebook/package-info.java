@NullMarked
package dev.spoor.server.notebook;

import org.jspecify.annotations.NullMarked;
