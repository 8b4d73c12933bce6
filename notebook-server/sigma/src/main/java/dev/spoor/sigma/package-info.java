/// Sigma rules over rows: a folder of YAML in, matches out. The entry point is `SigmaRules`;
/// nothing in the module but the plugin depends on it.
@NullMarked
package dev.spoor.sigma;

import org.jspecify.annotations.NullMarked;
