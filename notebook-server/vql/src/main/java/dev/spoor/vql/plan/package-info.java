/// Operators of a running query: scan, filter, project, group, sort, limit; predicates offered to
/// plugins.
@NullMarked
package dev.spoor.vql.plan;

import org.jspecify.annotations.NullMarked;
