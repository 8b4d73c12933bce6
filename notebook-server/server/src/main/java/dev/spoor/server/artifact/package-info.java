/// Artifact definitions: strict loading, versions, parameters, compilation to VQL.
@NullMarked
package dev.spoor.server.artifact;

import org.jspecify.annotations.NullMarked;
