@NullMarked
package dev.spoor.server.client;

import org.jspecify.annotations.NullMarked;
