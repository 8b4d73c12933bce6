@NullMarked
package dev.spoor.server.certificate;

import org.jspecify.annotations.NullMarked;
