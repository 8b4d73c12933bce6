/// Parts that several pages use.
@NullMarked
package dev.spoor.web.component;

import org.jspecify.annotations.NullMarked;
