/// Settings of a program: from its command line, the environment and a file, in this order.
@NullMarked
package dev.spoor.host.config;

import org.jspecify.annotations.NullMarked;
