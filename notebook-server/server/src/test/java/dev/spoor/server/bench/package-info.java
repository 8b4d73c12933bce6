/// Benchmarks of the server, run by `./spoor bench`.
@NullMarked
package dev.spoor.server.bench;

import org.jspecify.annotations.NullMarked;
