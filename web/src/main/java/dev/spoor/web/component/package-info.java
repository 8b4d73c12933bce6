/// Parts that pages share.
@NullMarked
package dev.spoor.web.component;

import org.jspecify.annotations.NullMarked;
