/// What a query can ask of the machine it runs on: facts, environment, processes.
@NullMarked
package dev.spoor.host.machine;

import org.jspecify.annotations.NullMarked;
