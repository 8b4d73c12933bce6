/// One plain form each for what clients watch and what the server watches, and where messages go.
@NullMarked
package dev.spoor.web.monitoring;

import org.jspecify.annotations.NullMarked;
