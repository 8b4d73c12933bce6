package dev.spoor.evtx.plugin;

import dev.spoor.evtx.EvtxInput;
import java.io.IOException;

/// Where event logs are found: files of this machine, or what a server has stored.
@FunctionalInterface
public interface EventLogFiles {
  /// Opens a log.
  ///
  /// @param accessor how files are named, as the query says it; "" if it does not
  EvtxInput open(String accessor, String filename) throws IOException;
}
