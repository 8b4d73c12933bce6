@NullMarked
package dev.spoor.server.alert;

import org.jspecify.annotations.NullMarked;
