/// Artifacts that a query calls: pinned with their parameters, run in a scope of their own. The
/// server makes them; agents and `vql` run them.
@NullMarked
package dev.spoor.host.artifact;

import org.jspecify.annotations.NullMarked;
