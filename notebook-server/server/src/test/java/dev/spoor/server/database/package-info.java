@NullMarked
package dev.spoor.server.database;

import org.jspecify.annotations.NullMarked;
