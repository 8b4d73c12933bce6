@NullMarked
package dev.spoor.server.audit;

import org.jspecify.annotations.NullMarked;
