/// Where messages go, what became of them, and trying again.
@NullMarked
package dev.spoor.web.delivery;

import org.jspecify.annotations.NullMarked;
