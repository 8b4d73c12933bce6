/// Windows event logs as files of this machine: their plugins with signature and permission, and
/// where queries keep how far they have read.
@NullMarked
package dev.spoor.host.log;

import org.jspecify.annotations.NullMarked;
