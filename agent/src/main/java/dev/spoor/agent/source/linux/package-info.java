/// Linux sensors: thin acquisition, and parsing that tests feed with captured bytes.
@NullMarked
package dev.spoor.agent.source.linux;

import org.jspecify.annotations.NullMarked;
