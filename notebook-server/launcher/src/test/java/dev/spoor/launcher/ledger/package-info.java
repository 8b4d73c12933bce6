/// Proof that nothing is lost: real processes of server and agent, killed while another process
/// keeps its own list of what it executed.
@NullMarked
package dev.spoor.launcher.ledger;

import org.jspecify.annotations.NullMarked;
