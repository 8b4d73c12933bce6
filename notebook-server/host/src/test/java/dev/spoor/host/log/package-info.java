@NullMarked
package dev.spoor.host.log;

import org.jspecify.annotations.NullMarked;
